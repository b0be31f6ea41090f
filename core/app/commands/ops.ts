import { isConfirmed } from "#core/app/confirm.ts";
import { type AskBot, atBot } from "#core/app/control/ask-bot.ts";
import { type OpsAnswer, opsAnswerSchema } from "#core/app/control/ops-verbs.ts";
import type { HostFlags } from "#core/app/host.ts";
import { printError, printLine } from "#core/app/print.ts";
import { toLanguage } from "#core/ops/language.ts";

export interface OpsFlags extends HostFlags {
  readonly bot?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly language?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * How a command that changes something is said yes to: with the code that it answers with, or, where it is a
 * command of the shell, at once: by `--yes`, or at the terminal.
 */
export type Asking = "code" | "at-once";

/**
 * `sapa ops "…"`: any command of chat-ops, done by the bot that runs on the data folder, or here if none
 * does. 0 if it was done or waits for its code, 1 if not.
 */
export async function opsCommand(
  words: readonly string[],
  flags: OpsFlags,
  asking: Asking = "code",
): Promise<number> {
  const line = words.join(" ");
  const doIt = async (ask: AskBot): Promise<OpsAnswer | undefined> => {
    const say = async (text: string) => {
      const input = { who: "shell", language: flags.language ?? "en", line: text };
      const { result, isKept } = await ask("ops.run", input);
      return { answer: opsAnswerSchema.parse(result), isKept };
    };
    const { answer, isKept } = await say(line);
    if (answer.code === undefined) return answer;
    return isKept ? await settle(answer, flags, asking, say) : undefined;
  };
  // Where no bot has run yet, only what changes something is worth a data folder.
  const looked = await atBot(flags, "looks", doIt);
  const answer = looked ?? (await atBot(flags, "keeps", doIt));
  if (answer === undefined) throw new Error("what was asked for is not kept");
  if (flags.json === true) printLine(JSON.stringify(answer, undefined, 2));
  else if (answer.isDone) printLine(answer.text);
  else printError(answer.text);
  return answer.isDone ? 0 : 1;
}

/** Does what waits for a code, or takes it back, where it is not to wait. */
async function settle(
  asked: OpsAnswer,
  { yes, json, language }: OpsFlags,
  asking: Asking,
  say: (line: string) => Promise<{ readonly answer: OpsAnswer }>,
): Promise<OpsAnswer> {
  const isIndonesian = toLanguage(language ?? "en") === "id";
  const confirm = `/${isIndonesian ? "ya" : "yes"} ${asked.code ?? ""}`;
  if (yes === true) return (await say(confirm)).answer;
  if (asking === "code") return asked;
  if (json !== true) printLine(asked.plan ?? asked.text);
  if (await isConfirmed("Go on?")) return (await say(confirm)).answer;
  await say(isIndonesian ? "/tidak" : "/no");
  const text = "nothing was done; --yes does it without asking";
  return { text, isDone: false, ...(asked.plan === undefined ? {} : { plan: asked.plan }) };
}
