import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { eventId } from "#core/lib/ids.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { StoredEvent } from "#core/model/event.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { gatherBurst } from "./gather-burst.ts";

const sender = { scope: "test", addresses: [] };

function message(at: number, value: MessageIn): StoredEvent {
  const moment = toMillis(at);
  const body = { kind: "message", message: value, sender } as const;
  return { id: eventId(`e${at}`), occurredAt: moment, receivedAt: moment, body, attempts: 0 };
}
const text = (at: number, value = `t${at}`) =>
  message(at, { kind: "text", id: `m${at}`, text: value });
const photo = (at: number) =>
  message(at, { kind: "media", id: `m${at}`, media: { kind: "image", id: "1" } });

function gather(events: readonly StoredEvent[], now: number, intervalMs = 1_000): unknown {
  const [first] = events;
  if (first === undefined) throw new Error("there is no event");
  const burst = gatherBurst(events, first, {
    intervalMs,
    isText: (value) => value.kind === "text" && value.text !== "stop",
    now: toMillis(now),
  });
  if ("until" in burst) return burst.until;
  const { body } = burst.event;
  const said =
    body.kind === "message" && body.message.kind === "text" ? body.message.text : body.kind;
  return [said, 1 + burst.also.length];
}

describe("a turn of several texts", () => {
  test.each([
    ["waits for more", [text(0)], 500, 1_000],
    ["begins when none came", [text(0)], 1_000, ["t0", 1]],
    ["waits anew after each", [text(0), text(900)], 1_000, 1_900],
    ["joins what came by lines", [text(0), text(900)], 1_900, ["t0\nt900", 2]],
    ["leaves what came later", [text(0), text(1_001)], 1_001, ["t0", 1]],
    ["lasts three intervals at most", [text(0), text(900), text(1_800), text(2_700)], 2_800, 3_000],
    [
      "and then begins",
      [text(0), text(900), text(1_800), text(2_700)],
      3_000,
      ["t0\nt900\nt1800\nt2700", 4],
    ],
    [
      "even if they go on",
      [0, 900, 1_800, 2_700, 3_200].map((at) => text(at)),
      3_200,
      ["t0\nt900\nt1800\nt2700", 4],
    ],
    ["is ended by a photo at once", [text(0), photo(100), text(200)], 200, ["t0", 1]],
    [
      "is ended by an interrupt at once",
      [text(0), text(100), text(150, "stop")],
      150,
      ["t0\nt100", 2],
    ],
    ["is none for an interrupt", [text(0, "stop"), text(100)], 100, ["stop", 1]],
    ["is none for a photo", [photo(0), text(100)], 100, ["message", 1]],
  ] as const)("%s", (_name, events, now, expected) => {
    expect(gather(events, now)).toEqual(typeof expected === "number" ? expected : [...expected]);
  });

  test("is off at an interval of nothing", () => {
    expect(gather([text(0), text(0)], 0, 0)).toEqual(["t0", 1]);
  });

  test("stands for its last message, with what the first brought", () => {
    const ad = { source_id: "7" };
    const first = message(0, { kind: "text", id: "m0", text: "a", ad, replyTo: "q" });
    const burst = gatherBurst([first, text(10, "b")], first, {
      intervalMs: 1_000,
      isText: () => true,
      now: toMillis(5_000),
    });
    if ("until" in burst || burst.event.body.kind !== "message") throw new Error("it waits");
    expect(burst.event.id).toBe(first.id);
    expect(burst.event.occurredAt).toBe(toMillis(10));
    expect(burst.event.body.message).toEqual({
      kind: "text",
      id: "m10",
      text: "a\nb",
      ad,
      replyTo: "q",
    });
  });

  test("loses no text and changes no order, whatever comes when", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 1_500 }), fc.boolean()), { minLength: 1 }),
        (gaps) => {
          let at = 0;
          const events = gaps.map(([gap, isText]) => {
            at += gap + 1;
            return isText ? text(at) : photo(at);
          });
          const seen: string[] = [];
          let left = events;
          while (left.length > 0) {
            const [first] = left;
            if (first === undefined) break;
            const rules = { intervalMs: 1_000, isText: () => true, now: toMillis(at + 10_000) };
            const burst = gatherBurst(left, first, rules);
            if ("until" in burst) throw new Error("it waits although all is over");
            const gone = [first.id, ...burst.also];
            expect(left.slice(0, gone.length).map(({ id }) => id)).toEqual(gone);
            seen.push(...gone);
            left = left.slice(gone.length);
          }
          expect(seen).toEqual(events.map(({ id }) => id));
        },
      ),
    );
  });
});
