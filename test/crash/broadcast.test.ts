import { expect, test } from "bun:test";
import { minuteMs } from "#core/lib/millis.ts";
import { judgeBroadcast, runBroadcastCrash } from "./run-broadcast.ts";

const timeoutMs = 3 * minuteMs;

test(
  "a broadcast whose process is killed three times reaches each once at most, and nobody else",
  async () => {
    const bounds = { rate: "100/s", patienceMs: minuteMs };
    const result = await runBroadcastCrash({ people: 250, kills: 3, seed: 1, ...bounds });
    expect(judgeBroadcast(result)).toEqual([]);
    expect(result.isQuiet).toBe(true);
    expect(result.received.size).toBeGreaterThan(100);
  },
  timeoutMs,
);
