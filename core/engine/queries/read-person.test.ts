import { expect, test } from "bun:test";
import { person, startAt, startWorld } from "#core/engine/testing/world.ts";
import { accountId } from "#core/lib/ids.ts";
import { readPerson } from "./read-person.ts";

const shop = accountId("shop");

test("tells of a person what the bot knows and what became of the last message", async () => {
  const world = await startWorld();
  const { scope, addresses } = person;
  const { records } = world.open.store;
  const read = () => readPerson(records, shop, scope, addresses);
  expect(await read()).toBeUndefined();
  await world.hear("kopi");
  await world.hear("2");
  const view = await read();
  expect(Number(view?.conversation.windowUntilAt)).toBeGreaterThan(startAt);
  expect(view?.runs.map(({ flow, wait }) => [flow, wait?.step])).toEqual([["order", "later"]]);
  expect(view?.refusals).toEqual([]);
  expect(view?.trace?.sends.map(({ message }) => message)).toMatchObject([{ text: "2 it is." }]);
  expect(await readPerson(records, accountId("other"), scope, addresses)).toBeUndefined();
});

test("finds who wrote long ago among many", async () => {
  const world = await startWorld();
  await world.hear("kopi");
  const { records } = world.open.store;
  for (let index = 0; index < 1_001; index += 1) {
    const addresses = [{ kind: "user_id", value: `P.${index}` } as const];
    const adding = records.resolvePerson(shop, { scope: "test", addresses }, world.clock.now());
    await world.clock.settle();
    await adding;
  }
  const view = await readPerson(records, shop, person.scope, person.addresses);
  expect(view?.runs.map(({ flow }) => flow)).toEqual(["order"]);
});
