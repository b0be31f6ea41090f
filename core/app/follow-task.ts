import { BotError } from "#core/lib/bot-error.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { ProviderDesk } from "./ask-providers.ts";
import { type TaskKind, type TaskState, taskStateSchema } from "./provider-tasks.ts";

/** A line is printed again when this much more of a model is there, in percent. */
const stepPercent = 5;

/**
 * Begins a long work at the desk and tells what comes of it, line by line, until it is over. Throws
 * what it failed with.
 */
export async function followTask(
  desk: Pick<ProviderDesk, "ask">,
  provider: string,
  kind: TaskKind,
  tell: (line: string) => void,
): Promise<Extract<TaskState, { kind: "done" }>> {
  let state = taskStateSchema.parse(await desk.ask(`provider.${kind}`, { provider }));
  let last = "";
  for (;;) {
    if (state.kind === "done") return state;
    if (state.kind === "failed") {
      const { code, message, hint } = state;
      throw new BotError(code, message, hint === undefined ? {} : { hint });
    }
    const line = describeState(state);
    if (line !== undefined && line !== last) {
      tell(line);
      last = line;
    }
    const seen = { provider, seen: state.version };
    state = taskStateSchema.parse(await desk.ask("provider.news", seen));
  }
}

/** What a person is told of it; the same text where nothing worth a line has changed. */
export function describeState({
  signIn,
  install,
}: Extract<TaskState, { kind: "going" }>): string | undefined {
  if (signIn !== undefined) {
    const minutes = Math.max(1, Math.round(signIn.expiresInMs / minuteMs));
    return [
      `Open ${signIn.url}`,
      `and type the code ${signIn.code}`,
      `within ${minutes} min. Who signs in there is who the bot answers as.`,
    ].join("\n");
  }
  if (install === undefined) return undefined;
  const { model, phase, doneBytes = 0, totalBytes } = install;
  if (totalBytes === undefined || totalBytes === 0) return `${model}: ${phase}`;
  const share = (100 * Math.min(doneBytes, totalBytes)) / totalBytes;
  const percent = Math.floor(share / stepPercent) * stepPercent;
  return `${model}: ${phase}, ${percent} % of ${sizeText(totalBytes)}`;
}

function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
}
