import { expect, test } from "bun:test";
import fc from "fast-check";
import { z } from "zod";
import { contactId } from "#core/lib/ids.ts";
import { dayMs, hourMs, minuteMs, secondMs, toMillis } from "#core/lib/millis.ts";
import { type BudgetPeriod, type Budgets, budgetPeriodAt } from "#core/model/budget.ts";
import type { Sender } from "#core/model/identity.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type { ChannelOutcome, ChannelSend } from "#core/model/ports/channel.ts";
import { settings, startWorld, type World } from "./testing/world.ts";

const most = 10_000;
const timeZone = settings.bot.timeZone;
const flows = ["hi", "ho"].map((word) => ({
  file: `${word}.flow.yaml`,
  text: `flow: ${word}\nformat: 1\ntriggers: [{ message: ${word} }]\nsteps: [{ say: ${word} }]\n`,
}));
const error = { code: "X", title: "x", meaning: "x", action: "x" };

/** One attempt that reached the network, and what it came to: the most, until a receipt tells. */
interface Charge {
  readonly at: number;
  readonly who: string;
  readonly flow: string | undefined;
  amount: number;
}

type Act =
  | { readonly kind: "hear"; readonly who: number; readonly word: string }
  | { readonly kind: "answer"; readonly answer: "rejected" | "retry" | "unknown" }
  | { readonly kind: "tell"; readonly which: number; readonly amount: number | "failed" }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "restart" };

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant("hear" as const),
        who: fc.nat(3),
        word: fc.constantFrom("hi", "ho"),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("answer" as const),
        answer: fc.constantFrom("rejected" as const, "retry" as const, "unknown" as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("tell" as const),
        which: fc.nat(20),
        amount: fc.oneof(fc.nat(most), fc.constant("failed" as const)),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("pass" as const),
        ms: fc.constantFrom(secondMs, minuteMs, hourMs, dayMs, 20 * dayMs),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const) }) },
  ),
  { minLength: 5, maxLength: 40 },
);

const cap = fc.option(fc.integer({ min: 2, max: 9 }), { nil: undefined });
const budgetOf = (day: number | undefined, month: number | undefined) => [
  ...(day === undefined ? [] : [{ microUsd: day * most, period: "day" as const }]),
  ...(month === undefined ? [] : [{ microUsd: month * most, period: "month" as const }]),
];
const caps = fc.tuple(cap, cap).map(([day, month]) => budgetOf(day, month));
const budgets: fc.Arbitrary<Budgets> = fc
  .tuple(caps, caps, caps, caps)
  .map(([contact, account, hi, rest]) => ({ contact, account, flows: { hi, "*": rest } }));

/** A network that bills every attempt it may have taken. */
class Metered {
  readonly charges = new Map<string, Charge>();
  readonly calls: (Charge | undefined)[] = [];
  readonly next: ("rejected" | "retry" | "unknown")[] = [];

  constructor(world: World) {
    world.channel.prices = {
      most: () => most,
      told: ({ price }) =>
        typeof price?.["microUsd"] === "number" ? price["microUsd"] : undefined,
    };
    world.channel.send = (send) => {
      world.channel.sent.push(send);
      return Promise.resolve(this.#take(send, world));
    };
  }

  #take(send: ChannelSend, world: World): ChannelOutcome {
    const answer = this.next.shift();
    const charge = {
      at: world.clock.now(),
      who: send.to[0]?.value ?? "",
      flow: ["hi", "ho"].find((word) => word === messageOutText(send.message)),
      amount: answer === "rejected" || answer === "retry" ? 0 : most,
    };
    this.calls.push(charge.amount === 0 ? undefined : charge);
    if (charge.amount > 0) this.charges.set(send.callback, charge);
    if (answer === "rejected") return { kind: "rejected", error, effect: "none" };
    if (answer === "retry") return { kind: "retry", afterMs: 1_000, error };
    if (answer === "unknown") return { kind: "unknown", error };
    return { kind: "accepted", vendorId: `v${world.channel.sent.length}` };
  }

  /** What was billed in a period, of those that a budget is for. */
  sum(period: BudgetPeriod, at: number, isIts: (charge: Charge) => boolean): number {
    const begin = (moment: number) => budgetPeriodAt(toMillis(moment), period, timeZone);
    return [...this.charges.values()]
      .filter((charge) => isIts(charge) && begin(charge.at) === begin(at))
      .reduce((total, { amount }) => total + amount, 0);
  }
}

async function act(world: World, network: Metered, batch: readonly Act[]): Promise<void> {
  let told = 0;
  let hearing: Promise<number>[] = [];
  for (const one of batch) {
    if (one.kind === "hear") {
      // Not waited for: what several people write is handled beside each other.
      told += 1;
      const sender: Sender = {
        scope: "test",
        addresses: [{ kind: "user_id", value: `ID.${one.who}` }],
        name: "x",
      };
      const id = `p${told}`;
      hearing.push(world.take({ kind: "text", id, text: one.word }, undefined, sender));
      continue;
    }
    await Promise.all(hearing);
    hearing = [];
    if (one.kind === "answer") network.next.push(one.answer);
    else if (one.kind === "pass") await world.clock.advance(one.ms);
    else if (one.kind === "restart") await world.restart();
    else await tell(world, network, one.which, one.amount);
  }
  await Promise.all(hearing);
  await world.clock.advance(minuteMs);
}

async function tell(
  world: World,
  network: Metered,
  which: number,
  amount: number | "failed",
): Promise<void> {
  const charge = network.calls[which];
  // A receipt comes once; what it tells of a message that nobody took is no receipt.
  if (charge === undefined) return;
  network.calls[which] = undefined;
  charge.amount = amount === "failed" ? 0 : amount;
  if (amount === "failed") await world.tell(which, "failed", error);
  else await world.tell(which, "sent", undefined, undefined, { microUsd: amount });
}

test("no budget is ever passed, and each holds just what was billed", async () => {
  const property = fc.asyncProperty(budgets, acts, async (budget, batch) => {
    const contact = { count: 999, periodMs: 1_000 };
    const limits = { ...settings.limits, contact, loop: undefined, budget };
    const world = await startWorld({ flows, settings: { ...settings, limits } });
    const network = new Metered(world);
    await act(world, network, batch);
    expect(findPassed(network, budget)).toEqual([]);
    const counted = await readCounted(world);
    for (const { whose, name, period, at, used } of counted) {
      const its = (charge: Charge) =>
        whose === "account" || name === (whose === "flow" ? charge.flow : charge.who);
      const billed = network.sum(period, at, its);
      expect({ whose, name, period, used }).toEqual({ whose, name, period, used: billed });
    }
    // Whatever was billed stands in a budget, if there is one for it.
    const isBilled = [...network.charges.values()].length > 0;
    if (isBilled && budget.account.length > 0) expect(counted.length).toBeGreaterThan(0);
  });
  await fc.assert(property, { numRuns: 30 });
}, 120_000);

/** Every budget that more was billed of than it lets. */
function findPassed(network: Metered, budget: Budgets): readonly object[] {
  return [...network.charges.values()].flatMap((charge) => {
    const { at, who, flow } = charge;
    const bounds = [
      ...budget.contact.map((one) => ({ one, its: (other: Charge) => other.who === who })),
      ...budget.account.map((one) => ({ one, its: () => true })),
      ...(flow === undefined ? [] : flowBudgets(budget, flow)).map((one) => ({
        one,
        its: (other: Charge) => other.flow === flow,
      })),
    ];
    return bounds
      .filter(({ one, its }) => network.sum(one.period, at, its) > one.microUsd)
      .map(({ one }) => ({ ...one, charge }));
  });
}

interface Counted {
  readonly whose: "contact" | "flow" | "account";
  /** The person's address, the flow, or the account. */
  readonly name: string;
  readonly period: BudgetPeriod;
  readonly at: number;
  readonly used: number;
}

function flowBudgets({ flows: its }: Budgets, flow: string) {
  return (Object.hasOwn(its, flow) ? its[flow] : its["*"]) ?? [];
}

/** What the store holds against every budget. */
async function readCounted(world: World): Promise<readonly Counted[]> {
  const rows = z
    .array(z.object({ key: z.string(), period_at: z.number(), used: z.number() }))
    .parse(world.database.prepare("SELECT key, period_at, used FROM budget").all());
  const counted: Counted[] = [];
  for (const { key, period_at: at, used } of rows) {
    const [, owner, id = "", day] = key.split(":");
    const whose = z.enum(["contact", "flow", "account"]).parse(owner);
    const period = day === "day" ? "day" : "month";
    const name = whose === "contact" ? await addressOf(world, id) : id;
    counted.push({ whose, name, period, at, used });
  }
  return counted;
}

async function addressOf(world: World, id: string): Promise<string> {
  const reading = world.open.store.records.contact(contactId(id));
  await world.clock.settle();
  return (await reading)?.addresses[0]?.value ?? "";
}
