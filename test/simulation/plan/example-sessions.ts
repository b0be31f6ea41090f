import { act, file, say, tap } from "./deeds.ts";
import { chat, type Session } from "./session.ts";

/** What people do with the repository's example bot, in both of its languages. */
export const exampleSessions: readonly Session[] = [
  {
    name: "the menu",
    weight: 6,
    draw: ({ random }) => chat(random, [say("halo"), say("menu"), tap(random.below(3))]),
  },
  {
    name: "coffee",
    weight: 8,
    draw: ({ random }) =>
      chat(random, [say("kopi"), tap(random.below(3)), say(String(1 + random.below(14)))]),
  },
  {
    name: "coffee, in words",
    weight: 3,
    draw: ({ random }) =>
      chat(random, [say("kopi"), say("kopi"), tap(0), say("dua lusin"), say("2")]),
  },
  {
    name: "coffee by another word",
    weight: 3,
    draw: ({ random }) => chat(random, [say("pesan kopi"), say("latte")]),
  },
  {
    name: "a reminder",
    weight: 4,
    draw: ({ random }) => chat(random, [say("ingatkan saya"), tap(random.below(2))]),
  },
  {
    name: "a question",
    weight: 2,
    draw: ({ random }) => chat(random, [say("jam buka?"), say("asdf")]),
  },
  {
    name: "cancel and help",
    weight: 2,
    draw: ({ random }) => chat(random, [say("kopi"), say("batal"), say("bantuan")]),
  },
  {
    name: "STOP",
    weight: 2,
    draw: ({ random }) => chat(random, [say("kopi"), say("STOP"), say("kopi"), say("mulai")]),
  },
  {
    name: "a person of ours",
    weight: 1,
    draw: ({ random }) => chat(random, [say("kopi"), say("admin"), say("halo?"), say("mulai")]),
  },
  {
    name: "a message on which the router chokes",
    weight: 1,
    draw: ({ random }) => chat(random, [say("poison"), say("menu")]),
  },
  {
    name: "what the bot has no flow for",
    weight: 3,
    draw: ({ random, word }) =>
      chat(random, [
        say("kopi"),
        file(random.pick(["photo", "voice", "bill"]), word()),
        act({ kind: "location", latitude: 1, longitude: 2 }),
        act({ kind: "reaction", emoji: "👍" }),
        act({ kind: "unsupported", vendorKind: "poll" }),
      ]),
  },
];
