import { expect, test } from "bun:test";
import fc from "fast-check";
import { settings, startWorld, type World } from "#core/engine/testing/world.ts";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import { createLog } from "#core/log/create-log.ts";
import { formatJson } from "#core/log/format-entry.ts";
import type { Sender } from "#core/model/identity.ts";

/** A sensitive slot, an action that gets it, and an answer that says it again. */
const flow = {
  file: "diet.flow.yaml",
  text: `flow: diet
format: 1
triggers: [{ message: diet }]
slots: { diet: { type: text, keep: contact, sensitive: true } }
steps:
  - ask: "Diet, {{ default(contact.name, 'you') }}?"
    id: first
    into: diet
  - say: "Noted: {{ slots.diet }}"
`,
};

/** Words that nothing of ours says: what is found of them came from the person. */
const word = fc
  .array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h", "k", "m", "n", "p"), {
    minLength: 9,
    maxLength: 14,
  })
  .map((letters) => `qz${letters.join("")}`);
const digits = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 11 })
  .map((list) => `62${list.join("")}`);
const odd = fc.constantFrom("", '"', "\n", "\\", " 👋 ", "é");

const someone = fc.record({
  name: fc.tuple(word, odd, word).map((parts) => parts.join("")),
  phone: digits,
  id: word.map((text) => `ID.${text}`),
  answer: fc.tuple(word, odd, word).map((parts) => parts.join("")),
  other: word,
});

/** Where something breaks and says what it was about. */
const breaks = fc.constantFrom("desk", "send", "prepare", "acknowledge", "store", "nothing");

async function talk(world: World, sender: Sender, texts: readonly string[]): Promise<void> {
  for (const [index, text] of texts.entries()) {
    await world.take({ kind: "text", id: `m${index}`, text }, world.clock.now(), sender);
    await world.clock.advance(2 * secondMs);
  }
}

/** What throws quotes all that it was handed. */
function quoting(...handed: readonly unknown[]): Error {
  return new Error(`cannot do it with ${JSON.stringify(handed)}`);
}

function breakIn(world: World, where: string): void {
  const fail = (...handed: readonly unknown[]) => Promise.reject(quoting(...handed));
  const { channel } = world;
  if (where === "send") channel.send = fail;
  if (where === "prepare") channel.prepare = fail;
  if (where === "acknowledge") channel.acknowledge = fail;
  if (where === "store") world.open.store.store.commit = fail;
}

test("no line of any level holds a name, a number, an id, a text or a slot of a person, whatever breaks", async () => {
  await fc.assert(
    fc.asyncProperty(someone, breaks, async ({ name, phone, id, answer, other }, where) => {
      let logged = "";
      const sender: Sender = {
        scope: "test",
        addresses: [
          { kind: "user_id", value: id },
          { kind: "phone", value: phone },
        ],
        name,
      };
      let isBroken = false;
      const world = await startWorld({
        flows: [flow],
        log: (clock) =>
          createLog({
            level: "debug",
            clock,
            format: formatJson,
            write: (lines) => {
              logged += lines;
            },
          }),
        openDesk: () => ({
          settings: { ...settings, acknowledges: true },
          operators: {
            isCommand(...handed) {
              if (isBroken && where === "desk") throw quoting(...handed);
              return false;
            },
            answer: () => Promise.resolve({ text: "" }),
            onChanged: () => undefined,
          },
        }),
      });
      await talk(world, sender, ["diet"]);
      isBroken = true;
      breakIn(world, where);
      await talk(world, sender, [answer, other, "my data", "delete my data", "yes"]);
      await world.clock.advance(2 * minuteMs);
      for (const secret of [phone, id, ...name.split(/\W/), ...answer.split(/\W/), other]) {
        if (secret.length >= 9) expect(logged).not.toContain(secret);
      }
      if (!["nothing", "acknowledge"].includes(where)) expect(logged).toContain("[hidden]");
    }),
    { numRuns: 30 },
  );
}, 60_000);
