import { describe, expect, test } from "bun:test";
import { accountId, contactId } from "#core/lib/ids.ts";
import type { JsonObject } from "#core/lib/json.ts";
import { dayMs, hourMs } from "#core/lib/millis.ts";
import type { OutsideEvent } from "./take-event.ts";
import { person, startWorld, type World } from "./testing/world.ts";
import { systemTexts } from "./texts.ts";

const shop = accountId("shop");

const flow = (name: string, text: string) => ({
  file: `${name}.flow.yaml`,
  text: `flow: ${name}\nformat: 1\n${text}`,
});
const shipped = (mode = "") =>
  flow(
    "shipped",
    `${mode}triggers: [{ event: order.shipped }]
steps:
  - say: "Parcel {{ default(event.data.number, '-') }} is on its way."
    when: window.open
  - ask: Are you at home?
    id: home
    when: default(event.data.ask, false)
`,
  );
const ask = flow("ask", "triggers: [{ message: ask }]\nsteps:\n  - ask: Who?\n    id: who\n");
const pay = flow(
  "pay",
  `triggers: [{ message: pay }]
steps:
  - say: Please pay.
  - wait: { event: paid, timeout: 2h }
    id: paid
    on_timeout: late
  - say: "{{ event.data.amount }} received."
    when: window.open
  - end
  - say: Too late.
    id: late
    when: window.open
`,
);
const remind = flow(
  "remind",
  `triggers: [{ message: "remind*" }]
mode: queue
steps:
  - wait: { for: 1h }
    id: later
  - ask: Did you do it?
    id: done
  - say: Good.
`,
);

let count = 0;
function signal(world: World, name: string, data: JsonObject = {}): Promise<number> {
  return world.happen({ kind: "signal", name, data }, `signal:${++count}`);
}

async function history(world: World): Promise<readonly unknown[]> {
  const [conversation] = await world.open.store.records.conversations(1);
  if (conversation === undefined) throw new Error("there is no conversation");
  const lines = await world.open.store.records.history(conversation.id, 500);
  return lines.map(({ what, data }) => [what, data]);
}

describe("an event", () => {
  test("starts the flow that declares it, with what came along", async () => {
    const world = await startWorld({ flows: [shipped(), ask] });
    await world.hear("hello");
    await signal(world, "order.shipped", { number: "K-17" });
    await signal(world, "order.lost");
    expect(world.said).toEqual(["Parcel K-17 is on its way."]);
  });

  test("waits behind the foreground run of another flow, and outlives a restart there", async () => {
    const world = await startWorld({ flows: [shipped(), ask] });
    await world.hear("ask");
    await signal(world, "order.shipped", { number: "1" });
    await signal(world, "order.shipped", { number: "2", ask: true });
    await signal(world, "order.shipped", { number: "3" });
    await world.restart();
    expect(world.said).toEqual(["Who?"]);
    await world.hear("Sari");
    const until2 = ["Parcel 1 is on its way.", "Parcel 2 is on its way.", "Are you at home?"];
    expect(world.said.slice(1)).toEqual(until2);
    await world.hear("yes");
    expect(world.said.slice(4)).toEqual(["Parcel 3 is on its way."]);
  });

  test("with mode restart cancels its own live run, with mode single does not match", async () => {
    const again = await startWorld({ flows: [shipped("mode: restart\n")] });
    await again.hear("hello");
    await signal(again, "order.shipped", { number: "1", ask: true });
    await signal(again, "order.shipped", { number: "2", ask: true });
    expect(again.said.length).toBe(4);
    const [conversation] = await again.open.store.records.conversations(1);
    const runs =
      conversation === undefined ? [] : await again.open.store.records.runs(conversation.id);
    expect(runs.map(({ state }) => state)).toEqual(["resting", "cancelled"]);

    const single = await startWorld({ flows: [shipped("mode: single\n")] });
    await single.hear("hello");
    await signal(single, "order.shipped", { number: "1", ask: true });
    await signal(single, "order.shipped", { number: "2", ask: true });
    expect(single.said.length).toBe(2);
  });

  test("is dropped, and recorded, when five wait or a day is over", async () => {
    const world = await startWorld({ flows: [shipped(), ask] });
    await world.hear("ask");
    for (let number = 1; number <= 6; number += 1) {
      await signal(world, "order.shipped", { number: `${number}` });
    }
    const full = ["run.dropped", { flow: "shipped", reason: "queue-full" }];
    expect((await history(world)).filter((line) => Bun.deepEquals(line, full)).length).toBe(1);
    await world.clock.advance(dayMs + hourMs);
    const late = ["run.dropped", { flow: "shipped", reason: "queued-too-long" }];
    expect((await history(world)).filter((line) => Bun.deepEquals(line, late)).length).toBe(5);
    await world.hear("Sari");
    expect(world.said).toEqual(["Who?"]);
  });

  test("waits while a person has the conversation", async () => {
    const world = await startWorld({ flows: [shipped(), ask] });
    await world.hear("human");
    await signal(world, "order.shipped", { number: "1" });
    expect(world.said.length).toBe(1);
    await world.hear("start");
    expect(world.said.slice(2)).toEqual(["Parcel 1 is on its way."]);
  });

  test("starts nothing after STOP", async () => {
    const world = await startWorld({ flows: [shipped(), ask] });
    await world.hear("stop");
    await signal(world, "order.shipped", { number: "1" });
    await world.hear("start");
    expect(world.said.length).toBe(2);
  });
});

describe("a wait for an event", () => {
  test("goes on with it, while messages go elsewhere", async () => {
    const world = await startWorld({ flows: [pay, ask] });
    await world.hear("pay");
    await world.hear("ask");
    await world.hear("Sari");
    await signal(world, "refunded", { amount: 1 });
    await signal(world, "paid", { amount: 12_000 });
    await signal(world, "paid", { amount: 13_000 });
    expect(world.said).toEqual(["Please pay.", "Who?", "12000 received."]);
  });

  test("gets an event that came while a person had the conversation, once they give it back", async () => {
    const world = await startWorld({ flows: [pay] });
    await world.hear("pay");
    await signal(world, "unheard", {});
    await world.happen({ kind: "echo", id: "e1", vendorKind: "text", sender: person });
    await signal(world, "paid", { amount: 5 });
    expect(world.said).toEqual(["Please pay."]);
    await world.hear("start");
    expect(world.said).toContain("5 received.");
  });

  test("has its own way when the event does not come in time", async () => {
    const world = await startWorld({ flows: [pay] });
    await world.hear("pay");
    await world.clock.advance(2 * hourMs);
    await signal(world, "paid", { amount: 12_000 });
    expect(world.said).toEqual(["Please pay.", "Too late."]);
  });

  test("of several runs the one that has waited longest takes it", async () => {
    const other = {
      ...pay,
      file: "other.flow.yaml",
      text: pay.text.replace("flow: pay", "flow: other").replace("message: pay", "message: buy"),
    };
    const world = await startWorld({ flows: [pay, other] });
    await world.hear("buy");
    await world.hear("pay");
    await signal(world, "paid", { amount: 1 });
    const runs = await liveRuns(world);
    expect(runs).toEqual(["pay"]);
  });
});

describe("background runs", () => {
  test("one that would ask while another asks goes on when that is answered", async () => {
    const world = await startWorld({ flows: [remind, ask] });
    await world.hear("remind me");
    await world.hear("ask");
    await world.clock.advance(hourMs);
    expect(world.said).toEqual(["Who?"]);
    await world.restart();
    await world.hear("Sari");
    expect(world.said).toEqual(["Who?", "Did you do it?"]);
    await world.hear("yes");
    expect(world.said.slice(2)).toEqual(["Good."]);
  });

  test("an event that comes after its time does not take back that time was over", async () => {
    const late = flow(
      "late",
      `triggers: [{ message: buy }]
steps:
  - wait: { event: paid, timeout: 1h }
    id: paid
    on_timeout:
      - ask: Still interested?
        id: still
  - say: "{{ default(event.name, 'nothing') }}"
    when: window.open
`,
    );
    const world = await startWorld({ flows: [late, ask] });
    await world.hear("buy");
    await world.hear("ask");
    await world.clock.advance(hourMs);
    await signal(world, "paid");
    expect(world.said).toEqual(["Who?"]);
    await world.hear("Sari");
    await world.hear("yes");
    expect(world.said.slice(1)).toEqual(["Still interested?", "nothing"]);
  });

  test("at most eight rest beside each other: a ninth ends as failed", async () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      flow(
        `f${index}`,
        `triggers: [{ message: go${index} }]\nsteps:\n  - wait: { for: 1h }\n    id: w\n`,
      ),
    );
    const world = await startWorld({ flows: many });
    for (const { file } of many) {
      await world.hear(`go${file.slice(1, 2)}`);
      await world.clock.advance(20_000);
    }
    expect((await liveRuns(world)).length).toBe(8);
    expect(world.said.length).toBe(1);
    const failed = ["run.failed", { flow: "f8", reason: "too-many-background-runs" }];
    expect((await history(world)).some((line) => Bun.deepEquals(line, failed))).toBe(true);
  });
});

async function liveRuns(world: World): Promise<readonly string[]> {
  const [conversation] = await world.open.store.records.conversations(1);
  if (conversation === undefined) return [];
  const runs = await world.open.store.records.runs(conversation.id);
  return runs.filter(({ state }) => state === "resting").map((run) => run.flow);
}

describe("an event of an outside system", () => {
  const notice = { account: shop, name: "order.shipped", data: { number: "9" } };
  const byUserId = { kind: "address", address: { kind: "user_id", value: "ID.1" } } as const;

  test("is kept once, and reaches its person by address or by our own id", async () => {
    const world = await startWorld({ flows: [shipped()] });
    await world.hear("hello");
    const [conversation] = await world.open.store.records.conversations(1);
    const contact = conversation?.contact ?? contactId("");
    const tell = async (key: string, to: OutsideEvent["to"]) => {
      const taking = world.engine.takeEvent({ ...notice, to, key });
      await world.clock.advance(10);
      return await taking;
    };
    expect(await tell("a", byUserId)).toBe("new");
    expect(await tell("a", byUserId)).toBe("duplicate");
    expect(await tell("b", { kind: "contact", contact })).toBe("new");
    expect(await tell("c", { kind: "contact", contact: contactId("nobody") })).toBe("no-contact");
    const elsewhere = { ...notice, account: accountId("other"), to: byUserId, key: "d" };
    expect(await world.engine.takeEvent(elsewhere)).toBe("no-account");
    expect(world.said).toEqual(["Parcel 9 is on its way.", "Parcel 9 is on its way."]);
  });
});

test("events that wait behind a person of ours hide no STOP, and the first moves its run afterwards", async () => {
  const wait = async () => {
    const world = await startWorld({ flows: [pay] });
    await world.hear("pay");
    await world.happen({ kind: "echo", id: "e1", vendorKind: "text", sender: person });
    for (let amount = 1; amount <= 80; amount += 1) await signal(world, "paid", { amount });
    return world;
  };
  const world = await wait();
  await world.hear("stop");
  expect(world.said.slice(1)).toEqual([systemTexts("en").stopped]);
  const other = await wait();
  await other.clock.advance(hourMs);
  expect(other.said.slice(1)).toEqual(["1 received."]);
});
