import { errorText } from "#core/lib/bot-error.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { AiFacts } from "./ai-facts.ts";

/** What a moderator made of a text. */
export type ModerationVerdict =
  | { readonly kind: "fine" }
  | { readonly kind: "flagged"; readonly what: readonly string[] }
  /** It could not be asked; who wants moderation gets no answer without it. */
  | {
      readonly kind: "failed";
      readonly code: "unreachable" | "not_allowed";
      readonly message: string;
    };

const timeoutMs = 15 * secondMs;

/** Has a provider's moderator look at a text; fine if bot.yaml wants none. */
export async function moderate(
  text: string,
  deps: {
    /** The name under `ai.moderation`. */
    readonly name: string | undefined;
    readonly providers: ReadonlyMap<string, AiProvider>;
    readonly clock: Clock;
  },
  { mayLeaveHost }: Pick<AiFacts, "mayLeaveHost">,
  signal: AbortSignal,
): Promise<ModerationVerdict> {
  const { name, providers, clock } = deps;
  if (name === undefined || text.trim() === "") return { kind: "fine" };
  const provider = providers.get(name);
  const moderator = provider?.moderator;
  if (provider === undefined || moderator === undefined) {
    return failed("unreachable", `${name} has no moderator on this machine`);
  }
  if (provider.capabilities.dataLeavesHost && !mayLeaveHost) {
    return failed("not_allowed", `the moderator of ${name} is not on this machine`);
  }
  const limit = new AbortController();
  const stop = AbortSignal.any([signal, limit.signal]);
  return new Promise((resolve) => {
    const cancel = clock.after(timeoutMs, () => limit.abort());
    const end = (verdict: ModerationVerdict) => {
      cancel();
      resolve(verdict);
    };
    const onAbort = () => end(failed("unreachable", `the moderator of ${name} does not answer`));
    if (stop.aborted) return onAbort();
    stop.addEventListener("abort", onAbort, { once: true });
    Promise.try(() => moderator.check(text, stop)).then(
      (what) => end(what.length === 0 ? { kind: "fine" } : { kind: "flagged", what }),
      (error: unknown) =>
        end(failed("unreachable", `the moderator of ${name}: ${errorText(error)}`)),
    );
  });
}

function failed(code: "unreachable" | "not_allowed", message: string): ModerationVerdict {
  return { kind: "failed", code, message };
}
