import { z } from "zod";
import type { SettingWrite } from "#core/model/ops.ts";
import { type Confirmed, confirmedSchema } from "#core/ops/audited.ts";
import { defineCommand } from "#core/ops/command.ts";
import type { CommandContext } from "#core/ops/context.ts";
import { hasRole } from "#core/ops/role.ts";

/** What counts where no command has set anything. */
const file = "bot.yaml";
/** How far back is looked. */
const lines = 500;

/** `/undo`: takes back the caller's last change of settings, if nobody changed them since. */
export const undo = defineCommand({
  id: "undo",
  words: [{ en: "undo", id: "urungkan" }],
  about: { en: "take your last change back", id: "batalkan perubahan terakhir Anda" },
  role: "operator",
  args: [],
  input: z.strictObject({ ref: z.string().default("") }),
  async plan(_, context) {
    const { say, caller, settings } = context;
    const last = await findLast(context);
    if (last === undefined) {
      const text = say({
        en: "There is nothing of yours that can be undone.",
        id: "Tidak ada perubahan Anda yang bisa dibatalkan.",
      });
      return { kind: "refused", text };
    }
    if (!hasRole(caller.role, last.role)) {
      return {
        kind: "refused",
        text: say({ en: `That needs ${last.role}.`, id: `Perlu ${last.role}.` }),
      };
    }
    const changed = changedSince(last, context);
    if (changed !== undefined) {
      const text = say({
        en: `${changed} was changed by somebody else since.`,
        id: `${changed} sudah diubah orang lain setelah itu.`,
      });
      return { kind: "refused", text };
    }
    const back = (last.undo ?? []).map(({ key, value }) => {
      const now = settings.overrides().find((override) => override.key === key)?.value;
      return `${key}: ${now ?? file} → ${value ?? file}`;
    });
    const text = say({ en: `Undo ${last.command}:`, id: `Batalkan ${last.command}:` });
    return { kind: "plan", text: [text, ...back].join("\n"), input: { ref: last.ref } };
  },
  async change({ ref }, context) {
    const { say } = context;
    const last = await findLast(context);
    if (last === undefined || last.ref !== ref || changedSince(last, context) !== undefined) {
      const text = say({
        en: "Something has changed since. Write /undo again.",
        id: "Ada yang berubah. Tulis /urungkan lagi.",
      });
      return { text };
    }
    const text = say({ en: "Undone.", id: "Sudah dibatalkan." });
    return { text, settings: last.undo ?? [], data: { undoes: last.ref } };
  },
});

/** The caller's newest change that can be taken back and was not. */
async function findLast({ records, caller }: CommandContext): Promise<Confirmed | undefined> {
  const undone = new Set<string>();
  for (const { who, data } of await records.audit(lines)) {
    const confirmed = confirmedSchema.safeParse(data).data;
    if (who !== caller.name || confirmed === undefined) continue;
    if (confirmed.undoes !== undefined) undone.add(confirmed.undoes);
    else if (confirmed.undo !== undefined && !undone.has(confirmed.ref)) return confirmed;
  }
  return undefined;
}

/** The first setting that is not any more as the change left it. */
function changedSince({ settings: left }: Confirmed, { settings }: CommandContext) {
  const isLeft = ({ key, value }: SettingWrite) =>
    settings.overrides().find((override) => override.key === key)?.value === value;
  return (left ?? []).find((write) => !isLeft(write))?.key;
}
