import { z } from "zod";
import type { SettingWrite } from "#core/model/ops.ts";
import { type Confirmed, confirmedSchema } from "#core/ops/audited.ts";
import { type Command, defineCommand, type Planned } from "#core/ops/command.ts";
import type { CommandContext } from "#core/ops/context.ts";
import type { Language } from "#core/ops/language.ts";
import { hasRole } from "#core/ops/role.ts";

/** What counts where no command has set anything. */
const file = "bot.yaml";
/** How far back is looked. */
const lines = 500;

type Table = () => readonly Command[];

/** `/undo`: takes back the caller's last change, if nobody changed the same since. */
export function createUndo(table: Table): Command {
  return defineCommand({
    id: "undo",
    words: [{ en: "undo", id: "urungkan" }],
    about: { en: "take your last change back", id: "batalkan perubahan terakhir Anda" },
    role: "operator",
    args: [],
    input: z.strictObject({ ref: z.string().default("") }),
    plan: (_, context) => planUndo(table, context),
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
      if (last.undoBy === undefined) {
        return { text, settings: last.undo ?? [], data: { undoes: last.ref } };
      }
      const by = await findUndoing(table, last)?.change?.(last.undoBy.input, context);
      return { text: by?.text ?? text, data: { ...by?.data, undoes: last.ref } };
    },
  });
}

async function planUndo(
  table: Table,
  context: CommandContext,
): Promise<Planned<{ readonly ref: string }>> {
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
    const text = say({ en: `That needs ${last.role}.`, id: `Perlu ${last.role}.` });
    return { kind: "refused", text };
  }
  const changed = changedSince(last, context);
  if (changed !== undefined) {
    const text = say({
      en: `${changed} was changed by somebody else since.`,
      id: `${changed} sudah diubah orang lain setelah itu.`,
    });
    return { kind: "refused", text };
  }
  const done = writtenAs(table, last.command, context.language);
  const head = say({ en: `Undo ${done}:`, id: `Batalkan ${done}:` });
  if (last.undoBy !== undefined) {
    // The command itself knows whether there is anything to take back any more.
    const planned = await findUndoing(table, last)?.plan?.(last.undoBy.input, context);
    const text = `${head}\n${planned?.text ?? last.undoBy.command}`;
    if (planned?.kind !== "plan") return { kind: "refused", text };
    return { kind: "plan", text, input: { ref: last.ref } };
  }
  const back = (last.undo ?? []).map(({ key, value }) => {
    const now = settings.overrides().find((override) => override.key === key)?.value;
    return `${key}: ${now ?? file} → ${value ?? file}`;
  });
  return { kind: "plan", text: [head, ...back].join("\n"), input: { ref: last.ref } };
}

/** A command as it is written: `/contact block`. */
function writtenAs(table: Table, id: string, language: Language): string {
  const words = table().find((command) => command.id === id)?.words;
  return words === undefined ? id : `/${words.map((word) => word[language]).join(" ")}`;
}

/** The command that takes back what is no setting. */
function findUndoing(table: Table, { undoBy }: Confirmed): Command | undefined {
  return table().find(({ id }) => id === undoBy?.command);
}

/** A change of the caller's, and what others have done since. */
interface Last extends Confirmed {
  readonly later: readonly Confirmed[];
}

/** The caller's newest change that can be taken back and was not. */
async function findLast({ records, caller }: CommandContext): Promise<Last | undefined> {
  const undone = new Set<string>();
  const later: Confirmed[] = [];
  for (const { who, data } of await records.audit(lines)) {
    const confirmed = confirmedSchema.safeParse(data).data;
    if (confirmed === undefined) continue;
    if (who !== caller.name) later.push(confirmed);
    else if (confirmed.undoes !== undefined) undone.add(confirmed.undoes);
    else if (isUndoable(confirmed) && !undone.has(confirmed.ref)) return { ...confirmed, later };
  }
  return undefined;
}

function isUndoable({ undo, undoBy }: Confirmed): boolean {
  return undo !== undefined || undoBy !== undefined;
}

/**
 * The first setting that is not any more as the caller's change left it, be it set alike by somebody else; or
 * the command that somebody else has given since for the same person or broadcast.
 */
function changedSince(last: Last, { settings, caller }: CommandContext): string | undefined {
  const { settings: left, undoBy, later } = last;
  if (undoBy !== undefined) {
    const subject = JSON.stringify(undoBy.input);
    return later.find((other) => JSON.stringify(other.undoBy?.input) === subject)?.command;
  }
  const isLeft = ({ key, value }: SettingWrite) => {
    const override = settings.overrides().find((item) => item.key === key);
    return override?.value === value && (override === undefined || override.by === caller.name);
  };
  return (left ?? []).find((write) => !isLeft(write))?.key;
}
