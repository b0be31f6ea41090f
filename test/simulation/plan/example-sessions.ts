import { chat, type Session, say, tap } from "./scenario-sessions.ts";

/** What people do with the repository's example bot, in both of its languages. */
export const exampleSessions: readonly Session[] = [
  [6, (random) => chat(random, [say("halo"), say("menu"), tap(random.below(3))])],
  [
    8,
    (random) =>
      chat(random, [say("kopi"), tap(random.below(3)), say(String(1 + random.below(14)))]),
  ],
  [3, (random) => chat(random, [say("kopi"), say("kopi"), tap(0), say("dua lusin"), say("2")])],
  [3, (random) => chat(random, [say("pesan kopi"), say("latte")])],
  [4, (random) => chat(random, [say("ingatkan saya"), tap(random.below(2))])],
  [2, (random) => chat(random, [say("jam buka?"), say("asdf")])],
  [2, (random) => chat(random, [say("kopi"), say("batal"), say("bantuan")])],
  [2, (random) => chat(random, [say("kopi"), say("STOP"), say("kopi"), say("mulai")])],
  [1, (random) => chat(random, [say("kopi"), say("admin"), say("halo?"), say("mulai")])],
  [1, (random) => chat(random, [say("poison"), say("menu")])],
];
