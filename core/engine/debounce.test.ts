import { describe, expect, test } from "bun:test";
import { startWorld, type World } from "./testing/world.ts";

const flows = [
  {
    file: "note.flow.yaml",
    text: `flow: note
format: 1
triggers: [{ message: note }]
debounce: 2s
interrupts: { list: { message: daftar, goto: list } }
steps:
  - ask: What shall I note?
    id: what
    into: what
  - say: "Noted: {{ what }}"
  - end
  - say: Nothing yet.
    id: list
`,
  },
  {
    file: "plain.flow.yaml",
    text: `flow: plain
format: 1
triggers: [{ message: plain }]
steps:
  - ask: Well?
    id: well
    into: well
  - say: "{{ well }}!"
`,
  },
];

async function say(world: World, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await world.hear(text);
}

describe("quick texts while a flow asks that has a debounce", () => {
  test("are one answer, and each of them is done", async () => {
    const world = await startWorld({ flows });
    await say(world, "note", "milk", "eggs", "tea");
    expect(world.said).toEqual(["What shall I note?"]);
    await world.clock.advance(2_100);
    expect(world.said.slice(1)).toEqual(["Noted: milk\neggs\ntea"]);
    const events = await world.open.store.records.events({ kind: "message", limit: 10 });
    expect(events.map(({ state }) => state)).toEqual(["done", "done", "done", "done"]);
  });

  test("survive a restart while they are waited for", async () => {
    const world = await startWorld({ flows });
    await say(world, "note", "milk", "eggs");
    await world.restart();
    await world.clock.advance(2_100);
    expect(world.said.slice(1)).toEqual(["Noted: milk\neggs"]);
  });

  test("are ended by STOP, by a word of the flow and by a photo at once", async () => {
    const stopped = await startWorld({ flows });
    await say(stopped, "note", "milk", "stop");
    expect(stopped.said[1]).toBe("Noted: milk");
    expect(stopped.said[2]).toContain("START");
    const listed = await startWorld({ flows });
    await say(listed, "note", "daftar");
    expect(listed.said.slice(1)).toEqual(["Nothing yet."]);
    const pictured = await startWorld({ flows });
    await say(pictured, "note", "milk");
    await pictured.take({ kind: "media", id: "p1", media: { kind: "image", id: "1" } });
    expect(pictured.said.slice(1)).toEqual(["Noted: milk"]);
  });

  test("are turns of their own in a flow without one", async () => {
    const world = await startWorld({ flows });
    await say(world, "plain", "yes");
    expect(world.said).toEqual(["Well?", "yes!"]);
  });
});
