import { expect, test } from "bun:test";
import type { AiEvent } from "#core/model/ports/ai-provider.ts";
import type { AiSettings } from "./ai-settings.ts";
import { AiWorld, activityOf, askOf, replyOf } from "./testing/ai-world.ts";
import { scriptedProvider } from "./testing/scripted-provider.ts";

const text = (words: string): AiEvent => ({ kind: "text", text: words });
const stop: AiEvent = { kind: "done", reason: "stop" };
const never = new AbortController().signal;

test("a question is looked up in the folders it names; where from is for people of ours", async () => {
  const hit = {
    knowledge: "menu",
    file: "harga.md",
    line: 3,
    heading: "Kopi",
    text: "18.000",
    score: 1,
  };
  const asked: string[] = [];
  const knowledge = {
    names: new Set(["menu"]),
    search(_names: readonly string[], question: string) {
      asked.push(question);
      return Promise.resolve(question === "Halo" ? [hit] : []);
    },
  };
  const askIn = async (prompt: string, operators: AiSettings["operators"]) => {
    const world = new AiWorld();
    const conversation = await world.hear("Halo");
    const provider = scriptedProvider(world.clock, [[text("ya"), stop]]);
    const run = world.runner([provider], { deps: { knowledge }, settings: { operators } });
    const ask = askOf({ knowledge: ["menu"], prompt });
    const reply = replyOf(await world.wait(run(activityOf(ask, conversation), never)));
    return { reply, given: JSON.stringify(provider.requests[0]?.messages) };
  };
  const guest = await askIn("Halo", []);
  expect(asked).toEqual(["Halo"]);
  expect(guest.given).toMatch(/\[material \w+: knowledge: harga.md, Kopi\]\\n18.000\\n\[end/);
  expect(guest.reply.citations).toBeUndefined();
  const owner = await askIn("Halo", [{ contact: "ID.1", role: "owner" }]);
  expect(owner.reply.citations).toEqual([{ title: "Kopi", url: "menu/harga.md:3" }]);
  expect((await askIn("Cuaca?", [])).given).toContain("nothing was found");
});
