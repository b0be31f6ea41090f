import { expect, test } from "bun:test";
import { startWorld } from "./testing/world.ts";

const flow = (name: string, text: string) => ({
  file: `${name}.flow.yaml`,
  text: `flow: ${name}\nformat: 1\n${text}`,
});
const greet = flow("greet", "triggers: [{ message: hi }]\nsteps:\n  - say: Hello!\n");
const ask = flow("ask", "triggers: [{ message: ask }]\nsteps:\n  - ask: Who?\n    id: who\n");
const error = { code: "131026", title: "Undeliverable", meaning: "No WhatsApp.", action: "Call." };

/** What went out, templates by their name and values. */
function sentIn(world: Awaited<ReturnType<typeof startWorld>>): readonly string[] {
  return world.channel.sent.map(({ message }) => {
    if (message.kind === "text") return message.text;
    return message.kind === "template" ? `template ${message.name}` : message.kind;
  });
}

async function kinds(world: Awaited<ReturnType<typeof startWorld>>) {
  const events = await world.open.store.records.events({ kind: "status", limit: 50 });
  return events.map(({ state }) => state);
}

test("where no flow declares it a receipt is no event", async () => {
  const world = await startWorld({ flows: [greet] });
  await world.hear("hi");
  await world.tell(0, "failed", error);
  expect(await kinds(world)).toEqual([]);
});

test("its condition sees what became of the message", async () => {
  const world = await startWorld({
    flows: [
      greet,
      template("failed, when: event.data.code == '131026' && event.data.kind == 'text'"),
    ],
  });
  await world.hear("hi");
  await world.tell(0, "failed", { ...error, code: "131047" });
  expect(await kinds(world)).toEqual(["ignored"]);
  await world.hear("hi");
  await world.tell(1, "failed", error);
  expect(await kinds(world)).toEqual(["done", "ignored"]);
});

test("until the person writes its run may send templates alone", async () => {
  const text = `triggers: [{ status: delivered }, { message: talk }]
steps:
  - ask: Did it arrive?
    id: arrived
  - say: Thank you.
`;
  const world = await startWorld({ flows: [greet, flow("talk", text)] });
  await world.hear("hi");
  await world.tell(0, "delivered");
  expect(sentIn(world)).toEqual(["Hello!"]);
  await world.hear("yes");
  expect(sentIn(world)).toEqual(["Hello!", "Thank you."]);
});

test("a receipt makes one event for each message and state, however often it is told", async () => {
  const world = await startWorld({ flows: [greet, template("failed")] });
  await world.hear("hi");
  await world.tell(0, "delivered");
  expect(await kinds(world)).toEqual([]);
  await world.hear("hi");
  for (let count = 0; count < 3; count += 1) await world.tell(1, "failed", error);
  expect(await kinds(world)).toEqual(["done"]);
  expect(sentIn(world)).toEqual(["Hello!", "Hello!", "template sorry"]);
});

test("what a receipt's run sends makes no further event", async () => {
  const world = await startWorld({ flows: [greet, template("delivered")] });
  await world.hear("hi");
  await world.tell(0, "delivered");
  await world.tell(1, "delivered");
  expect(sentIn(world)).toEqual(["Hello!", "template sorry"]);
});

test("a receipt and an event of flows that lead to each other come to an end", async () => {
  const world = await startWorld({
    flows: [
      greet,
      flow("relay", "triggers: [{ status: delivered }]\nsteps:\n  - emit: x.y\n"),
      flow(
        "answer",
        "triggers: [{ event: x.y }]\nsteps:\n  - say: Again.\n    when: window.open\n",
      ),
    ],
  });
  await world.hear("hi");
  for (let told = 0; told < 30 && told < world.channel.sent.length; told += 1) {
    await world.tell(told, "delivered");
  }
  expect(world.channel.sent.length).toBeGreaterThan(1);
  expect(world.channel.sent.length).toBeLessThan(8);
});

test("a receipt renews no window", async () => {
  const world = await startWorld({ flows: [greet, template("delivered")] });
  await world.hear("hi");
  const before = (await world.open.store.records.conversations(1))[0]?.windowUntilAt;
  await world.clock.advance(60_000);
  await world.tell(0, "delivered");
  expect((await world.open.store.records.conversations(1))[0]?.windowUntilAt).toBe(before);
});

test("its run waits behind an open question of another flow", async () => {
  const world = await startWorld({ flows: [greet, ask, template("delivered")] });
  await world.hear("ask");
  await world.tell(0, "delivered");
  expect(sentIn(world)).toEqual(["Who?"]);
  await world.hear("Sari");
  expect(sentIn(world)).toEqual(["Who?", "template sorry"]);
});

function template(status: string) {
  return flow(
    "sorry",
    `triggers: [{ status: ${status} }]
steps:
  - template: { name: sorry, language: en, body: ["{{ event.data.kind }}"] }
`,
  );
}
