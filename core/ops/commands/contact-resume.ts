import { z } from "zod";
import { contactId } from "#core/lib/ids.ts";
import { defineCommand } from "#core/ops/command.ts";
import { findOne } from "#core/ops/find-one.ts";

/** `/contact resume`: the bot answers a person again whom a person of ours answers, or whose loop was broken. */
export const contactResume = defineCommand({
  id: "contact resume",
  words: [
    { en: "contact", id: "kontak" },
    { en: "resume", id: "lanjut" },
  ],
  about: { en: "let the bot answer a person again", id: "biarkan bot menjawab seseorang lagi" },
  role: "operator",
  args: [{ name: "person", words: { en: "person", id: "orang" } }],
  input: z.strictObject({ person: z.string().min(1) }),
  async plan({ person: word }, context) {
    const found = await findOne(word, context);
    if (typeof found === "string") return { kind: "refused", text: found };
    const name = found.name ?? found.id;
    const text = context.say({
      en: `The bot answers ${name} again.`,
      id: `Bot menjawab ${name} lagi.`,
    });
    return { kind: "plan", text, input: { person: found.id } };
  },
  async change({ person: id }, { people, caller, key, say }) {
    await people.resume({ contact: contactId(id), by: caller.name, key });
    const text = say({ en: "Done. The bot answers again.", id: "Selesai. Bot menjawab lagi." });
    return { text, data: { contact: id } };
  },
});
