import { minuteMs } from "#core/lib/millis.ts";
import { say, tap } from "./deeds.ts";
import { chat, readingMs, type Session } from "./session.ts";

/** What makes flows ask the shop, wait for events and people, call each other and keep hours. */
export const workSessions: readonly Session[] = [
  {
    name: "something that may be done once",
    weight: 9,
    draw: ({ random, word }) => chat(random, [say(`charge ${word()}`), say(`echo ${word()}`)]),
  },
  {
    name: "something that may be done again, and a word meanwhile",
    weight: 5,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`keep ${word()}`) },
      { afterMs: 2_000 * random.fraction(), deed: say(`echo ${word()}`) },
      { afterMs: readingMs(random), deed: say(`keep ${word()}`) },
    ],
  },
  {
    name: "STOP while the shop is asked, and back a while later",
    weight: 2,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`charge ${word()}`) },
      { afterMs: 1_500 * random.fraction(), deed: say("STOP") },
      { afterMs: minuteMs * (1 + random.below(90)), deed: say("START") },
    ],
  },
  {
    name: "a parcel that comes, perhaps in time",
    weight: 5,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`parcel ${word()}`) },
      {
        afterMs: minuteMs * 240 * random.fraction() ** 2,
        deed: { kind: "event", name: "courier.came", words: word() },
      },
    ],
  },
  {
    name: "a parcel, while one of ours has the conversation",
    weight: 2,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`parcel ${word()}`) },
      { afterMs: readingMs(random), deed: say(random.pick(["human", `desk ${word()}`])) },
      {
        afterMs: minuteMs * 60 * random.fraction(),
        deed: { kind: "event", name: "courier.came", words: word() },
      },
      { afterMs: minuteMs * random.below(120), deed: say("start") },
    ],
  },
  {
    name: "a courier of whom nobody waits",
    weight: 1,
    draw: ({ word }) => [
      { afterMs: 0, deed: { kind: "event", name: "courier.came", words: word() } },
    ],
  },
  {
    name: "a person of ours, by a flow",
    weight: 3,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`desk ${word()}`) },
      { afterMs: readingMs(random), deed: say(`echo ${word()}`) },
      { afterMs: readingMs(random), deed: { kind: "operator", text: "The desk is here." } },
      {
        afterMs: minuteMs * random.below(120),
        deed: say(random.pick(["start", `echo ${word()}`])),
      },
    ],
  },
  {
    name: "guided by another flow",
    weight: 4,
    draw: ({ random, word }) =>
      chat(random, [say(`guided ${word()}`), tap(random.below(2)), tap(random.below(2))]),
  },
  {
    name: "every day at ten",
    weight: 2,
    draw: ({ random, word }) =>
      chat(random, [say(random.pick(["daily", "daily", "undaily"])), say(`echo ${word()}`)]),
  },
];
