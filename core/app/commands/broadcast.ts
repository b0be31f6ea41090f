import { existsSync } from "node:fs";
import { askBot } from "#core/app/control/ask-bot.ts";
import { broadcastPlanSchema, broadcastStatusSchema } from "#core/app/control/broadcast-verbs.ts";
import type { HostFlags } from "#core/app/host.ts";
import { printError, printLine } from "#core/app/print.ts";
import { readGiven } from "#core/app/read-given.ts";
import { readYaml } from "#core/flow/read/yaml-source.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";
import { planLines, statusLines } from "#core/ops/broadcast-lines.ts";

export interface BroadcastFlags extends HostFlags {
  readonly bot?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Messages with an unknown outcome that are printed for people. */
const shownUnknown = 20;

/** `sapa broadcast plan`: who would get it, who not and why, and how long it takes; sends nothing. */
export async function broadcastPlanCommand(file: string, flags: BroadcastFlags): Promise<number> {
  const plan = broadcastPlanSchema.parse(await ask("broadcast.plan", readInput(file), flags));
  if (flags.json === true) printLine(JSON.stringify(plan, undefined, 2));
  else for (const line of planLines(plan, "en")) printLine(line);
  return plan.messages > 0 ? 0 : 1;
}

/** `sapa broadcast start`: once for each name; a running bot begins at once, else the next start does. */
export async function broadcastStartCommand(file: string, flags: BroadcastFlags): Promise<number> {
  return tellStatus(await ask("broadcast.start", readInput(file), flags), flags);
}

/** `sapa broadcast status`, `pause`, `resume` and `stop`, of a file or a name. */
export async function broadcastNameCommand(
  verb: "status" | "pause" | "resume" | "stop",
  fileOrName: string,
  flags: BroadcastFlags,
): Promise<number> {
  return tellStatus(await ask(`broadcast.${verb}`, { name: nameOf(fileOrName) }, flags), flags);
}

function tellStatus(answer: Json, { json }: BroadcastFlags): number {
  const status = broadcastStatusSchema.parse(answer);
  if (json === true) {
    printLine(JSON.stringify(status, undefined, 2));
    return 0;
  }
  const { unknown } = status;
  for (const line of statusLines(status, "en")) printLine(line);
  for (const { id, conversation } of unknown.slice(0, shownUnknown)) {
    printLine(`  unknown: ${id} in ${conversation}`);
  }
  const hidden = unknown.length - shownUnknown;
  if (hidden > 0) printLine(`  and ${hidden} more: --json lists them`);
  return 0;
}

function readInput(file: string): { readonly file: string; readonly text: string } {
  return { file, text: readGiven(file) };
}

/** The name in a file, or the name itself. */
function nameOf(fileOrName: string): string {
  if (!existsSync(fileOrName)) return fileOrName;
  const { file, text } = readInput(fileOrName);
  const { value } = readYaml(file, text);
  const name =
    typeof value === "object" && value !== null && "broadcast" in value ? value.broadcast : "";
  if (typeof name === "string" && name !== "") return name;
  throw new BotError("USE_WRONG", `${file} says no name`, {
    hint: "It begins with broadcast: name.",
  });
}

/** Asks the running bot, or says that none runs. */
async function ask(
  verb: string,
  input: Readonly<Record<string, Json>>,
  flags: BroadcastFlags,
): Promise<Json> {
  const keeping = verb === "broadcast.start" ? "keeps" : "looks";
  const { result, isRunning } = await askBot(verb, { ...input, who: "shell" }, flags, keeping);
  if (!isRunning) printError("no bot is running: nothing is sent before it does");
  return result;
}
