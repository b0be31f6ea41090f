import { z } from "zod";
import { defineCommand } from "#core/ops/command.ts";
import { dayText } from "#core/ops/moment-text.ts";

const shown = 10;
const commandSchema = z.object({ command: z.string() });

/** `/audit`: who did what, newest first. */
export const audit = defineCommand({
  id: "audit",
  words: [{ en: "audit", id: "riwayat" }],
  about: { en: "who did what", id: "siapa melakukan apa" },
  role: "admin",
  args: [],
  input: z.strictObject({}),
  async look(_, { records, timeZone, say }) {
    const lines = (await records.audit(shown)).map(({ at, who, what, data }) => {
      const command = commandSchema.safeParse(data).data?.command;
      const tail = command === undefined ? "" : ` (/${command})`;
      return `${dayText(at, timeZone)} ${who}: ${what}${tail}`;
    });
    const none = say({ en: "Nothing yet.", id: "Belum ada." });
    return { text: lines.length === 0 ? none : lines.join("\n") };
  },
});
