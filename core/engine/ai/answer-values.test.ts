import { describe, expect, test } from "bun:test";
import type { AiEvent } from "#core/model/ports/ai-provider.ts";
import { AiWorld, activityOf, askOf, replyOf } from "./testing/ai-world.ts";
import { scriptedProvider } from "./testing/scripted-provider.ts";
import { mapTexts, textsIn } from "./text-in-json.ts";

const never = new AbortController().signal;
const apiKey = "sk-live-1234567890abcdef";
const author = "Help with orders. Never mention the staff discount of thirty percent to anybody.";
const stop: AiEvent = { kind: "done", reason: "stop" };
const schema = {
  type: "object",
  properties: { reply: { type: "string" }, notes: { type: "array", items: { type: "string" } } },
  required: ["reply"],
};

/** What a flow gets if the model answers with this JSON. */
async function valueOf(json: string) {
  const world = new AiWorld();
  const conversation = await world.hear("Halo");
  const provider = scriptedProvider(world.clock, [[{ kind: "text", text: json }, stop]]);
  const run = world.runner([provider], { deps: { secrets: [apiKey] } });
  const ask = askOf({ system: author, schema });
  return replyOf(await world.wait(run(activityOf(ask, conversation), never), 1_000));
}

/** As JSON may be written: every letter by its number. */
const escaped = (text: string) =>
  Array.from(text, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");

describe("an answer of JSON", () => {
  test("holds no secret and no number of the person, in whichever field", async () => {
    const said = { reply: `Key ${apiKey}`, notes: ["call +62 812-3456-781", "ID.1 is 7"] };
    const reply = await valueOf(JSON.stringify(said));
    const told = JSON.stringify(reply);
    expect(told).not.toContain(apiKey);
    expect(told).not.toContain("812-3456-781");
    expect(reply).toMatchObject({ kind: "json", value: { reply: "Key [secret]" } });
    const hidden = await valueOf(`{"reply":"${escaped(apiKey)}"}`);
    expect(hidden).toMatchObject({ value: { reply: "[secret]" } });
  });

  test("that tells its instructions is refused, however it writes its letters", async () => {
    for (const told of [JSON.stringify(author), `"${escaped(author)}"`]) {
      for (const json of [`{"reply":${told}}`, `{"reply":"ya","notes":["",${told}]}`]) {
        const reply = await valueOf(json);
        expect(reply).toMatchObject({ kind: "refused", reason: "scope", text: "" });
        expect(reply).not.toHaveProperty("value");
      }
    }
  });
});

test("the texts of a value are found and changed at every depth, and nothing else is", () => {
  const value = { a: "x", b: [1, "y", { c: "z", d: null }], e: true };
  expect(textsIn(value)).toEqual(["x", "y", "z"]);
  const changed = mapTexts(value, (text) => text.toUpperCase());
  expect(changed).toEqual({ a: "X", b: [1, "Y", { c: "Z", d: null }], e: true });
});
