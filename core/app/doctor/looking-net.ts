import { isThisMachine } from "#core/lib/is-this-machine.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Net } from "#core/model/ports/net.ts";

/** What another machine said that the time is, and what it was here. */
export interface HeardTime {
  readonly host: string;
  readonly thereAt: number;
  readonly hereAt: number;
}

/** A question to anybody takes so long at most. */
export const lookTimeoutMs = 5 * secondMs;

/** A way out on which nobody waits long, and which notes the time that others go by. */
export function createLookingNet(
  net: Net,
  clock: Clock,
): { readonly net: Net; readonly heardTimes: () => readonly HeardTime[] } {
  const heard: HeardTime[] = [];
  return {
    heardTimes: () => heard,
    net: {
      async request(request) {
        const timeoutMs = Math.min(request.timeoutMs, lookTimeoutMs);
        const reply = await net.request({ ...request, timeoutMs });
        const date = reply.kind === "answer" ? reply.headers["date"] : undefined;
        const thereAt = date === undefined ? Number.NaN : Date.parse(date);
        if (!Number.isNaN(thereAt) && !isThisMachine(request.url)) {
          heard.push({ host: new URL(request.url).host, thereAt, hereAt: clock.now() });
        }
        return reply;
      },
    },
  };
}
