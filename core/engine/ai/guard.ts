import { errorText } from "#core/lib/bot-error.ts";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import type { AiFailure, AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { AiAttempt, AskProvider } from "./attempt.ts";
import { protocol, StreamFolding } from "./stream-folding.ts";

/** Where the provider says nothing else. */
const defaults = { firstEventMs: 30 * secondMs, idleMs: 30 * secondMs };
const totalMs = 5 * minuteMs;

/**
 * The innermost layer: one question, one stream, one end. A stream that does not begin, falls
 * silent, goes on for ever, ends without its `done` or throws is a failure, and is told to stop; an
 * abort ends the question at once, whatever the provider does about it.
 */
export function createGuard(deps: {
  readonly provider: AiProvider;
  readonly clock: Clock;
}): AskProvider {
  const { provider, clock } = deps;
  const firstEventMs = provider.deadlines?.firstEventMs ?? defaults.firstEventMs;
  const idleMs = provider.deadlines?.idleMs ?? defaults.idleMs;

  return (request, { signal, onLife, patienceMs = Number.POSITIVE_INFINITY }) =>
    new Promise((resolve) => {
      const waitMs = Math.min(firstEventMs, patienceMs);
      const folding = new StreamFolding(provider.model, request.maxTokens);
      const stop = new AbortController();
      let isOver = false;

      function finish(attempt: AiAttempt): void {
        if (isOver) return;
        isOver = true;
        cancelIdle();
        cancelTotal();
        signal.removeEventListener("abort", onAbort);
        // After a whole answer too: a socket that nobody reads must not stay open.
        stop.abort();
        resolve(attempt);
      }
      const fail = (failure: AiFailure) => finish(folding.fail("failed", failure));
      const onAbort = () => finish(folding.fail("aborted", timeout("it was called off")));

      const tooLong = () => fail(timeout(`its answer took more than ${totalMs / secondMs} s`));
      const cancelTotal = clock.after(totalMs, tooLong);
      let cancelIdle = clock.after(waitMs, () =>
        fail(timeout(`nothing came within ${Math.round(waitMs / secondMs)} s`)),
      );
      const silent = () => fail(timeout(`it fell silent for ${idleMs / secondMs} s`));

      async function read(): Promise<void> {
        for await (const event of provider.stream(request, stop.signal)) {
          if (isOver) return;
          cancelIdle();
          cancelIdle = clock.after(idleMs, silent);
          onLife?.();
          const attempt = folding.take(event);
          if (attempt !== undefined) return finish(attempt);
        }
        fail(protocol("the stream ended before its end"));
      }

      if (signal.aborted) return onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      read().catch((error: unknown) => fail(protocol(`it threw: ${errorText(error)}`)));
    });
}

function timeout(message: string): AiFailure {
  return { kind: "timeout", message };
}
