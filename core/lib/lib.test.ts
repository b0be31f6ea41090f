import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { backoffMs } from "./backoff.ts";
import { formatDuration, parseDuration, parseRate } from "./duration.ts";
import { availableTakes, takeMany, takeOne } from "./gcra.ts";
import { createIdSource } from "./id-source.ts";
import { canonicalJson, jsonDepth } from "./json.ts";
import { toMillis } from "./millis.ts";
import { nearest } from "./nearest.ts";
import { spanText } from "./span-text.ts";
import { cutText, foldText } from "./text.ts";

const bytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));

describe("ids", () => {
  test("grow also when the clock stands still or steps back", () => {
    const times = [5, 5, 4, 4, 9, 1, ...Array.from({ length: 9_000 }, () => 9)];
    let index = 0;
    const next = createIdSource(() => times[index++] ?? 10, bytes);
    const ids = times.map(() => next());
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("are UUIDs of version 7 that hold their millisecond", () => {
    const id = createIdSource(() => 1_800_000_000_000, bytes)();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(1_800_000_000_000);
  });
});

describe("durations and rates", () => {
  test.each([
    ["1500ms", 1_500],
    ["30s", 30_000],
    ["1h30m", 5_400_000],
    ["7d", 604_800_000],
    ["0.5s", 500],
  ])("%s is %d ms", (text, expected) => {
    expect(parseDuration(text)).toEqual({ kind: "ok", value: expected });
  });

  test.each(["", "5", "5 m", "2 hari", "m5", "5m5m", "5m1h", "9999d", "-1s"])(
    "%p is refused",
    (text) => {
      expect(parseDuration(text).kind).toBe("bad");
    },
  );

  test("what is written is read back", () => {
    fc.assert(
      fc.property(fc.nat({ max: 300_000_000_000 }), (durationMs) => {
        expect(parseDuration(formatDuration(durationMs))).toEqual({
          kind: "ok",
          value: durationMs,
        });
      }),
    );
  });

  test("rates name their period", () => {
    expect(parseRate("20/min")).toEqual({ kind: "ok", value: { count: 20, periodMs: 60_000 } });
    expect(parseRate("60/s")).toEqual({ kind: "ok", value: { count: 60, periodMs: 1_000 } });
    for (const text of ["0/s", "20", "20/", "x/s", "20/week"])
      expect(parseRate(text).kind).toBe("bad");
  });
});

test("a bucket gives its burst at once, then one every interval, and never more in any window", () => {
  const pace = { everyMs: 6_000, burst: 10 };
  let nextAt: number | undefined;
  const taken: number[] = [];
  for (let now = 0; now < 200_000; now += 250) {
    const take = takeOne(nextAt, pace, toMillis(now));
    if (take.kind === "wait") {
      expect(take.until).toBeGreaterThan(now);
      continue;
    }
    nextAt = take.nextAt;
    taken.push(now);
  }
  expect(taken.slice(0, 10).every((at) => at < 6_000)).toBe(true);
  for (const from of taken) {
    const within = taken.filter((at) => at >= from && at < from + 60_000).length;
    expect(within).toBeLessThanOrEqual(10 + 60_000 / 6_000);
  }
});

test("a clock that is set back empties a bucket and does not close it for the time that it lost", () => {
  const pace = { everyMs: 6_000, burst: 10 };
  const hourLater = takeOne(undefined, pace, toMillis(3_600_000));
  const nextAt = hourLater.kind === "taken" ? hourLater.nextAt : undefined;
  const back = takeOne(nextAt, pace, toMillis(0));
  expect(back).toEqual({ kind: "taken", nextAt: 60_000 });
  expect(takeOne(60_000, pace, toMillis(1))).toEqual({ kind: "wait", until: toMillis(6_000) });
});

test("what a bucket says it has left is what it gives", () => {
  const pace = fc.record({
    everyMs: fc.double({ min: 0.01, max: 10_000, noNaN: true }),
    burst: fc.integer({ min: 1, max: 50 }),
  });
  fc.assert(
    fc.property(pace, fc.nat({ max: 60_000 }), fc.nat({ max: 60 }), (rule, quietMs, spent) => {
      const start = 1_000_000;
      const nextAt = takeMany(undefined, rule, toMillis(start), Math.min(spent, rule.burst));
      const now = toMillis(start + quietMs);
      const { count, until } = availableTakes(nextAt, rule, now);
      let state: number | undefined = nextAt;
      let given = 0;
      for (; given <= 60; given += 1) {
        const take = takeOne(state, rule, now);
        if (take.kind === "wait") break;
        state = take.nextAt;
      }
      // Sums of fractions and one product differ in their last digit: one take at the most.
      expect(Math.abs(given - count)).toBeLessThanOrEqual(1);
      expect(until).toBeGreaterThanOrEqual(now);
    }),
  );
});

test("backoff doubles, stays under its bound and keeps half of itself", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, random) => {
        const waitMs = backoffMs(attempt, { baseMs: 100, maxMs: 5_000 }, () => random);
        const full = Math.min(5_000, 100 * 2 ** (attempt - 1));
        expect(waitMs).toBeGreaterThanOrEqual(Math.floor(full / 2));
        expect(waitMs).toBeLessThanOrEqual(full);
      },
    ),
  );
});

test("a span is said in its two largest units, in the person's language", () => {
  expect(spanText(7_200_000, "en")).toBe("2 hours");
  expect(spanText(5_400_000, "en")).toBe("1 hour 30 minutes");
  expect(spanText(5_400_000, "id")).toBe("1 jam 30 menit");
  expect(spanText(93_784_000, "id")).toBe("1 hari 2 jam");
  expect(spanText(0, "en")).toBe("0 seconds");
});

describe("text", () => {
  test("folds case, accents, emoji and punctuation", () => {
    expect(foldText("  StÓP!! 🙏🏽 ")).toBe("stop");
    expect(foldText("Gak-jadi, dong")).toBe("gak jadi dong");
  });

  test("fold the same by the short way, of ASCII alone, as by the long one", () => {
    const ascii = fc.string({ unit: "binary-ascii", maxLength: 40 });
    fc.assert(
      fc.property(ascii, (text) => {
        // A letter outside ASCII that folds into one within: the long way.
        expect(foldText(`${text} é`)).toBe(foldText(`${text} e`));
      }),
    );
  });

  test("is never cut inside a character", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 1, max: 40 }),
        (text, maxChars) => {
          const cut = cutText(text, maxChars);
          expect(cut.length).toBeLessThanOrEqual(maxChars);
          expect(cut.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  test("a typo finds its word, a stranger none", () => {
    expect(nearest("tpye", ["type", "say", "goto"])).toBe("type");
    expect(nearest("gotoo", ["type", "say", "goto"])).toBe("goto");
    expect(nearest("banana", ["type", "say", "goto"])).toBeUndefined();
  });
});

describe("json", () => {
  test("depth is counted outside strings and stops at the limit", () => {
    const depth = (text: string, limit = 64) => jsonDepth(new TextEncoder().encode(text), limit);
    expect(depth('{"a":[1,{"b":"[[[[\\"{"}]}')).toBe(3);
    expect(depth("[".repeat(1_000_000))).toBe(65);
    expect(depth('""')).toBe(0);
  });

  test("equal values give equal text whatever the order of keys", () => {
    expect(canonicalJson({ b: [{ y: 1, x: 2 }], a: null })).toBe('{"a":null,"b":[{"x":2,"y":1}]}');
  });
});
