import { minuteMs } from "#core/lib/millis.ts";
import { act, file, say, tap, vendor } from "./deeds.ts";
import { chat, readingMs, repeat, type Session } from "./session.ts";

/** What people send that is no plain text, and what they answer to messages of more than text. */
export const richSessions: readonly Session[] = [
  {
    name: "a file",
    weight: 8,
    draw: ({ random, word }) => {
      const sample = random.pick(["photo", "screenshot", "clip", "song", "voice", "bill"] as const);
      return chat(random, [file(sample, word())]);
    },
  },
  {
    name: "an album at once",
    weight: 3,
    draw: ({ random, word }) =>
      repeat(2 + random.below(5), () => ({
        afterMs: 300 * random.fraction(),
        deed: file(random.pick(["photo", "screenshot"]), word()),
      })),
  },
  {
    name: "the same file twice, by two messages",
    weight: 1,
    draw: ({ random, word }) => {
      const same = word();
      return chat(random, [file("notes", same), file("notes", same, false)]);
    },
  },
  {
    name: "a voice note, a sticker",
    weight: 3,
    draw: ({ random, word }) =>
      chat(random, [file("voice", word()), file("sticker", word()), file("song", word())]),
  },
  {
    name: "a photo that was asked for",
    weight: 3,
    draw: ({ random, word }) =>
      chat(random, [say("photo"), say("what?"), file("photo", word()), say(`echo ${word()}`)]),
  },
  {
    name: "a place",
    weight: 4,
    draw: ({ random, word }) => chat(random, [place(random.fraction(), word())]),
  },
  {
    name: "a place that was asked for",
    weight: 2,
    draw: ({ random, word }) => chat(random, [say("where"), place(random.fraction(), word())]),
  },
  {
    name: "a visiting card",
    weight: 4,
    draw: ({ random, word }) =>
      chat(random, [act({ kind: "contacts", contacts: [cardOf(word()), cardOf("Somebody")] })]),
  },
  {
    name: "the own number, asked for",
    weight: 2,
    draw: ({ random }) => chat(random, [say("whom"), { kind: "share" }]),
  },
  {
    name: "a cart",
    weight: 4,
    draw: ({ random, word }) =>
      chat(random, [
        say("show"),
        act({
          kind: "order",
          items: [
            { sku: word(), quantity: 1 + random.below(5), price: 12.5, currency: "USD" },
            { sku: "latte", quantity: 1, price: 3, currency: "USD" },
          ],
        }),
      ]),
  },
  {
    name: "a form",
    weight: 4,
    draw: ({ random, word }) =>
      chat(random, [say("book"), act({ kind: "form", answer: { words: word(), seats: "3" } })]),
  },
  {
    name: "an address, asked for",
    weight: 2,
    draw: ({ random, word }) =>
      chat(random, [
        say("address"),
        act({ kind: "form", answer: { values: { name: word(), city: "Bengaluru" } } }),
      ]),
  },
  {
    name: "a row of a list",
    weight: 4,
    draw: ({ random }) => chat(random, [say("pick"), tap(random.below(5))]),
  },
  {
    name: "a template's button",
    weight: 3,
    draw: ({ random }) => chat(random, [say("offer"), tap(0)]),
  },
  {
    name: "a row of questions",
    weight: 3,
    draw: ({ random, word }) =>
      chat(random, [say("guests"), say(`A ${word()}`), say(`B ${word()}`), say(`C ${word()}`)]),
  },
  {
    name: "a reaction, and taken back",
    weight: 4,
    draw: ({ random, word }) =>
      chat(random, [
        say(`echo ${word()}`),
        act({ kind: "reaction", emoji: random.pick(["👍", "❤️", "😮"]) }),
        act({ kind: "reaction", emoji: "" }),
      ]),
  },
  {
    // The bot's last words are from hours ago, and the window may be closed by then.
    name: "a late reaction",
    weight: 2,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`remind ${word()}`) },
      {
        afterMs: minuteMs * (60 + random.below(1_400)),
        deed: act({ kind: "reaction", emoji: "👍" }),
      },
    ],
  },
  {
    name: "an edit",
    weight: 3,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`echo ${word()}`) },
      { afterMs: 20_000 * random.fraction(), deed: act({ kind: "edit", text: `echo ${word()}` }) },
    ],
  },
  {
    name: "a message taken back",
    weight: 3,
    draw: ({ random, word }) => [
      { afterMs: 0, deed: say(`echo ${word()}`) },
      { afterMs: 20_000 * random.fraction(), deed: act({ kind: "revoke" }) },
    ],
  },
  {
    name: "what cannot be read",
    weight: 3,
    draw: ({ random }) =>
      chat(random, [
        act({ kind: "unsupported", vendorKind: random.pick(["poll", "event", "pin"]) }),
        vendor({ type: "hologram", hologram: { x: 1 } }),
      ]),
  },
  {
    name: "a chat opened, a call allowed",
    weight: 2,
    draw: ({ random, word }) =>
      chat(random, [act({ kind: "open" }), say(`echo ${word()}`), vendor(callPermission)]),
  },
  {
    name: "several at once, in one webhook",
    weight: 4,
    draw: ({ random, word }) => [
      {
        afterMs: readingMs(random),
        deed: {
          kind: "together",
          deeds: [
            say(`echo ${word()}`),
            file("photo", word()),
            place(random.fraction(), word()),
            act({ kind: "reaction", emoji: "👍" }),
            say(`echo ${word()}`),
          ],
        },
      },
    ],
  },
];

function place(fraction: number, word: string) {
  const latitude = -6 - fraction;
  return act({ kind: "location", latitude, longitude: 106.8, name: `Kopi ${word}` });
}

function cardOf(name: string) {
  const phones = [{ phone: "+62 812 1111 222", waId: "628121111222", type: "CELL" }];
  return { name: { formatted: name, first: name }, phones };
}

/** Source of the shape: Cloud API reference, 2.3. */
const callPermission = {
  type: "interactive",
  interactive: {
    type: "call_permission_reply",
    call_permission_reply: { response: "accept", response_source: "automatic" },
  },
} as const;
