import { readBotFolder } from "#core/app/bot-folder.ts";
import { callControl } from "#core/app/control/call-control.ts";
import { openStopped } from "#core/app/control/open-stopped.ts";
import { opsAnswerSchema } from "#core/app/control/ops-verbs.ts";
import { type HostFlags, openHost } from "#core/app/host.ts";
import { printError, printLine } from "#core/app/print.ts";
import type { Json } from "#core/lib/json.ts";
import { toLanguage } from "#core/ops/language.ts";

export interface OpsFlags extends HostFlags {
  readonly bot?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly language?: string | undefined;
  readonly json?: boolean | undefined;
}

type Answer = (line: string) => Promise<Json>;

/**
 * `sapa ops "…"`: any command of chat-ops, done by the bot that runs on the data folder, or here if none
 * does. 0 if it was done or waits for its code, 1 if not.
 */
export async function opsCommand(words: readonly string[], flags: OpsFlags): Promise<number> {
  const folder = readBotFolder(flags.bot);
  const host = openHost(folder.folder, flags, { level: "error", handle: 2 });
  const rest = { who: "shell", language: flags.language ?? "en" };
  const place = { net: host.net, dataFolder: host.settings.dataFolder };
  const askRunning = async (line: string) =>
    (await callControl(place, "ops.run", { ...rest, line }))?.result;
  const line = words.join(" ");
  const first = await askRunning(line);
  if (first !== undefined) {
    return await finish(first, flags, async (next) => (await askRunning(next)) ?? null);
  }
  const wired = await openStopped(flags, host);
  try {
    const verb = wired.verbs.get("ops.run");
    if (verb === undefined) throw new Error("there is no verb ops.run");
    const askHere: Answer = (next) => verb(JSON.stringify({ ...rest, line: next }));
    return await finish(await askHere(line), flags, askHere);
  } finally {
    await wired.close();
    host.log.flush();
  }
}

/** Prints what it came to; with `--yes` what was asked about is done at once. */
async function finish(
  first: Json,
  { yes, json, language }: OpsFlags,
  ask: Answer,
): Promise<number> {
  const asked = opsAnswerSchema.parse(first);
  const isAsking = asked.code !== undefined;
  const confirm = toLanguage(language ?? "en") === "id" ? "ya" : "yes";
  const answer =
    isAsking && yes === true
      ? opsAnswerSchema.parse(await ask(`/${confirm} ${asked.code}`))
      : asked;
  if (json === true) printLine(JSON.stringify(answer, undefined, 2));
  else if (answer.isDone) printLine(answer.text);
  else printError(answer.text);
  return answer.isDone ? 0 : 1;
}
