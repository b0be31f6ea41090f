import { basename } from "node:path";
import { z } from "zod";
import { askBot } from "#core/app/control/ask-bot.ts";
import { consentLinesSchema, importedSchema } from "#core/app/control/consent-verbs.ts";
import type { HostFlags } from "#core/app/host.ts";
import { printError, printLine } from "#core/app/print.ts";
import { readGiven } from "#core/app/read-given.ts";

export interface ConsentFlags extends HostFlags {
  readonly bot?: string | undefined;
  readonly json?: boolean | undefined;
  readonly purpose?: string | undefined;
  readonly wording?: string | undefined;
  readonly evidence?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** `sapa consent show`: every line of a person's ledger, newest first. 1 if nobody is known by it. */
export async function consentShowCommand(person: string, flags: ConsentFlags): Promise<number> {
  const { result } = await askBot("consent.show", { person }, flags, "looks");
  const lines = consentLinesSchema.parse(result);
  if (flags.json === true) printLine(JSON.stringify(lines ?? [], undefined, 2));
  else for (const line of lines ?? []) printLine(describe(line));
  if (lines === null) printError(`nobody is known as ${person}`);
  return lines === null ? 1 : 0;
}

/** `sapa consent grant` and `withdraw`: one line, by hand. */
export async function consentWriteCommand(
  answer: "yes" | "no",
  person: string,
  flags: ConsentFlags,
): Promise<number> {
  const { purpose = "", evidence, wording = "" } = flags;
  const source = evidence === undefined ? "operator:shell" : `operator:shell ${evidence}`;
  const input = { person, purpose, answer, wording, source };
  const { result } = await askBot("consent.write", input, flags, "keeps");
  if (result === true) printLine(`${answer} to ${purpose} is written down`);
  else printError(`nobody is known as ${person}`);
  return result === true ? 0 : 1;
}

/**
 * `sapa consent import`: opt-ins of a CSV file. With anything wrong in it, nothing is written; lines
 * that were imported before are told and left out. 0 if all is well, 1 if not.
 */
export async function consentImportCommand(file: string, flags: ConsentFlags): Promise<number> {
  const isTrial = flags.dryRun === true;
  const input = { name: basename(file), text: readGiven(file), isTrial };
  const keeping = isTrial ? "looks" : "keeps";
  const { result } = await askBot("consent.import", input, flags, keeping);
  const lines = importedSchema.parse(result);
  const wrong = lines.filter(({ outcome }) => outcome === "wrong");
  for (const { line, text } of wrong) printError(`${file}:${line}: ${text}`);
  if (wrong.length > 0) {
    printError(`${wrong.length} of ${lines.length} lines are wrong; nothing was written`);
    return 1;
  }
  for (const { line, outcome, text } of lines) {
    printLine(`${file}:${line}: ${outcome === "known" ? "known already" : text}`);
  }
  const known = lines.filter(({ outcome }) => outcome === "known").length;
  const done = isTrial ? "would be written" : "written";
  printLine(`${lines.length - known} ${done}, ${known} known already`);
  return 0;
}

type Line = NonNullable<z.output<typeof consentLinesSchema>>[number];

function describe({ at, answer, purpose, expiresAt, source, wording }: Line): string {
  const day = (moment: number) => new Date(moment).toISOString();
  const until = expiresAt === undefined ? "" : ` until ${day(expiresAt)}`;
  return `${day(at)} ${answer} to ${purpose}${until}, by ${source}: ${JSON.stringify(wording)}`;
}
