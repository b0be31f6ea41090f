import { minuteMs } from "#core/lib/millis.ts";
import { act, file, say } from "./deeds.ts";
import { chat, readingMs, type Session } from "./session.ts";

/** What the network tells about people, and what they do with their phones. */
export const networkSessions: readonly Session[] = [
  {
    name: "one of ours answers from the phone",
    weight: 4,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`many ${word()}`) },
      { afterMs: 4_000 * random.fraction(), deed: act({ kind: "echo", text: `Hello ${word()}` }) },
      { afterMs: readingMs(random), deed: say(`echo ${word()}`) },
      { afterMs: readingMs(random), deed: file("photo", word()) },
      { afterMs: minuteMs * random.below(90), deed: say(`echo ${word()}`) },
    ],
  },
  {
    name: "another app answers for a while",
    weight: 4,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`echo ${word()}`) },
      { afterMs: 3_000, deed: act({ kind: "handover", owner: "other" }) },
      { afterMs: readingMs(random), deed: say(`echo ${word()}`) },
      { afterMs: readingMs(random), deed: file("photo", word()) },
      { afterMs: readingMs(random), deed: act({ kind: "echo", text: `We know ${word()}` }) },
      {
        afterMs: minuteMs * random.below(200),
        deed: act({ kind: "handover", owner: "bot" }),
      },
      { afterMs: readingMs(random), deed: say(`echo ${word()}`) },
    ],
  },
  {
    name: "no marketing, told to the network",
    weight: 2,
    draw: ({ random, word }) =>
      chat(random, [
        act({ kind: "preference", wants: false }),
        say(`echo ${word()}`),
        act({ kind: "preference", wants: true }),
      ]),
  },
  {
    name: "a call",
    weight: 3,
    draw: ({ random, word }) => chat(random, [act({ kind: "call" }), say(`echo ${word()}`)]),
  },
  {
    name: "a call alone, a day after the last word",
    weight: 1,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`remind ${word()}`) },
      { afterMs: minuteMs * (1_200 + random.below(400)), deed: act({ kind: "call" }) },
    ],
  },
  {
    name: "a group",
    weight: 2,
    draw: ({ random, word }) =>
      chat(random, [act({ kind: "group", group: "Y2FwaV9ncm91cA", text: `echo ${word()}` })]),
  },
  {
    name: "a phone that is off",
    weight: 2,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`remind ${word()}`) },
      { afterMs: 5_000, deed: act({ kind: "phone", isOn: false }) },
      { afterMs: minuteMs * random.below(300), deed: act({ kind: "phone", isOn: true }) },
    ],
  },
  {
    name: "somebody leaves the network, and is back",
    weight: 1,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`many ${word()}`) },
      { afterMs: 2_000 * random.fraction(), deed: act({ kind: "phone", isGone: true }) },
      { afterMs: minuteMs * random.below(300), deed: say(`echo ${word()}`) },
    ],
  },
  {
    name: "somebody who does not tell what was read",
    weight: 1,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: act({ kind: "phone", tellsReads: false }) },
      { afterMs: 1, deed: say(`echo ${word()}`) },
      { afterMs: minuteMs * random.below(60), deed: act({ kind: "phone", tellsReads: true }) },
    ],
  },
  {
    name: "every address shown",
    weight: 1,
    draw: ({ word }) => [
      { afterMs: 0, deed: { kind: "reveal" } },
      { afterMs: 0, deed: say(`echo ${word()}`) },
    ],
  },
  {
    name: "another number",
    weight: 1,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`remind ${word()}`) },
      { afterMs: minuteMs * random.below(60), deed: { kind: "move" } },
      { afterMs: readingMs(random), deed: say(`echo ${word()}`) },
    ],
  },
  {
    name: "a file of ours, by hand",
    weight: 6,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`echo ${word()}`) },
      {
        afterMs: readingMs(random),
        deed: { kind: "operator", text: "For you", file: word() },
      },
    ],
  },
];
