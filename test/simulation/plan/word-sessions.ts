import { minuteMs } from "#core/lib/millis.ts";
import { act, say, tap } from "./deeds.ts";
import { chat, readingMs, repeat, type Session } from "./session.ts";

const odd: readonly string[] = [
  "echo 🐙👩‍👩‍👧‍👦 ق",
  "echo \u0000 in the middle",
  `echo ${"long ".repeat(700)}`,
  "echo __proto__ constructor",
  "echo {{ contact.name }} *bold* _x_",
];

/** What people write to the scenario's bot. */
export const wordSessions: readonly Session[] = [
  {
    name: "a few words",
    weight: 12,
    draw: ({ random, word }) =>
      repeat(1 + random.below(4), () => ({
        afterMs: readingMs(random),
        deed: say(`echo ${word()}`),
      })),
  },
  {
    name: "a burst, faster than anybody reads, several within one second's stamp",
    weight: 4,
    draw: ({ random, word }) =>
      repeat(4 + random.below(9), () => ({
        afterMs: 700 * random.fraction(),
        deed: say(`echo ${word()}`),
      })),
  },
  {
    name: "a flood beyond the contact's limit",
    weight: 1,
    draw: ({ random, word }) =>
      repeat(26, () => ({ afterMs: 900 * random.fraction(), deed: say(`echo ${word()}`) })),
  },
  {
    name: "an order",
    weight: 8,
    draw: ({ random }) =>
      chat(random, [say("order"), tap(random.below(2)), say(String(1 + random.below(9)))]),
  },
  {
    name: "an order with a wrong answer",
    weight: 3,
    draw: ({ random }) => chat(random, [say("order"), tap(0), say("lots"), say("help"), say("3")]),
  },
  {
    name: "two orders at once",
    weight: 2,
    draw: ({ random }) =>
      chat(random, [say("order"), say("order"), say("tea"), say("2"), tap(1), say("5")]),
  },
  // Left unanswered: the timers speak, the last one when the window is closed.
  { name: "a forgotten order", weight: 3, draw: ({ random }) => chat(random, [say("order")]) },
  { name: "half an order", weight: 3, draw: ({ random }) => chat(random, [say("order"), tap(1)]) },
  {
    name: "a reminder",
    weight: 5,
    draw: ({ random, word }) => chat(random, [say(`remind ${word()}`)]),
  },
  {
    name: "a reminder that STOP ends",
    weight: 2,
    draw: ({ random, word }) => chat(random, [say(`remind ${word()}`), say("STOP"), say("start")]),
  },
  {
    name: "a word for the next day, which may be too late",
    weight: 2,
    draw: ({ random }) => chat(random, [say("tomorrow")]),
  },
  {
    name: "a row of answers",
    weight: 5,
    draw: ({ random, word }) => chat(random, [say(`many ${word()}`)]),
  },
  {
    name: "STOP in the middle of a row of answers, and back a while later",
    weight: 4,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`many ${word()}`) },
      { afterMs: 3_000 * random.fraction(), deed: say(random.pick(["STOP", "berhenti"])) },
      { afterMs: 5_000 * random.fraction(), deed: say(`echo ${word()}`) },
      { afterMs: minuteMs * (1 + random.below(90)), deed: say("START") },
      { afterMs: readingMs(random), deed: say(`echo ${word()}`) },
    ],
  },
  {
    name: "a person of ours is asked for and comes",
    weight: 2,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say("order") },
      { afterMs: readingMs(random), deed: say(random.pick(["human", "admin"])) },
      { afterMs: readingMs(random), deed: say(`echo ${word()}`) },
      { afterMs: readingMs(random), deed: { kind: "operator", text: "A person is here." } },
      { afterMs: minuteMs * random.below(120), deed: say("start") },
    ],
  },
  {
    name: "a person of ours writes after STOP",
    weight: 1,
    draw: ({ random }) => [
      { afterMs: 0, deed: say("STOP") },
      { afterMs: readingMs(random), deed: { kind: "operator", text: "Are you sure?" } },
      { afterMs: minuteMs * random.below(120), deed: say("start") },
    ],
  },
  {
    name: "the words that the runtime knows",
    weight: 2,
    draw: ({ random }) => chat(random, [say("order"), say("cancel"), say("menu"), say("help")]),
  },
  {
    name: "odd text",
    weight: 2,
    draw: ({ random }) => [{ afterMs: 0, deed: say(random.pick(odd)) }],
  },
  {
    name: "a message on which the router chokes",
    weight: 2,
    draw: ({ word }) => [
      { afterMs: 0, deed: say(`poison ${word()}`) },
      { afterMs: 1_500, deed: say(`echo ${word()}`) },
    ],
  },
  {
    name: "the same webhook twice",
    weight: 1,
    draw: ({ word }) => [
      { afterMs: 0, deed: say(`echo ${word()}`) },
      { afterMs: 0, deed: { kind: "redeliver" } },
    ],
  },
  {
    name: "an advertisement, a quote and something passed on",
    weight: 2,
    draw: ({ random, word }) =>
      chat(random, [
        act({ kind: "text", text: `From the street ${word()}`, ad: advertisement }),
        act({ kind: "text", text: `echo ${word()}`, replyTo: "wamid.HBgLQUQ=" }),
        act({ kind: "text", text: `echo ${word()}`, forwarded: true }),
      ]),
  },
];

/** Source of the shape: Cloud API reference, 2.4. */
const advertisement = {
  source_url: "https://fb.me/3cr4Wqqkv",
  source_id: "120226305854810726",
  source_type: "ad",
  headline: "Chat with us",
  body: "Coffee beans, roasted today",
  media_type: "image",
  image_url: "https://scontent.xx.fbcdn.net/v/t45.1",
  ctwa_clid:
    "Aff-n8ZTODiE79d22KtAwQKj9e_mIEOOj27vDVwFjN80dp4_0NiNhEgpGo0AHemvuSoifXaytfTzcchptiErTKCqTrJ5nW1h7IHYeYymGb5K5J5iTROpBhWAGaIAeUzHL50",
} as const;
