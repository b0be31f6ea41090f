import { backoffMs } from "#core/lib/backoff.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { AiAttempt, AskProvider } from "./attempt.ts";
import { isRetryable } from "./failure-kinds.ts";
import { pause } from "./pause.ts";

const maxRetries = 2;
const wait = { baseMs: 1 * secondMs, maxMs: 4 * secondMs };
/** A vendor that wants a longer wait than this is left alone: somebody else may answer sooner. */
const longestWaitMs = 20 * secondMs;

/**
 * Asks again after a failure that may pass, as long as nothing of an answer had come: at most twice,
 * after the wait that the vendor asks for, else after a growing one with chance in it. Silence is
 * not waited for twice while another provider could answer.
 */
export function withRetry(
  ask: AskProvider,
  deps: { readonly clock: Clock; readonly random: Random },
): AskProvider {
  return async (request, watch) => {
    for (let retries = 0; ; retries += 1) {
      const attempt = await ask(request, watch);
      const isWaited = watch.patienceMs !== undefined && isSilence(attempt);
      const waitMs =
        retries < maxRetries && !isWaited
          ? waitBefore(attempt, retries + 1, deps.random)
          : undefined;
      if (waitMs === undefined) return attempt;
      if (!(await pause(deps.clock, waitMs, watch.signal))) return attempt;
    }
  };
}

function isSilence(attempt: AiAttempt): boolean {
  return attempt.kind === "failed" && attempt.failure.kind === "timeout";
}

/** Undefined: it is not asked again. */
function waitBefore(attempt: AiAttempt, retry: number, random: Random): number | undefined {
  if (attempt.kind !== "failed" || attempt.hasBegun) return undefined;
  const { kind, retryAfterMs } = attempt.failure;
  if (!isRetryable(kind)) return undefined;
  if (retryAfterMs !== undefined) {
    return retryAfterMs <= longestWaitMs ? Math.max(0, retryAfterMs) : undefined;
  }
  return backoffMs(retry, wait, () => random.fraction());
}
