import { expect, test } from "bun:test";
import { createShower } from "#core/console/testing/create-shower.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createPhones } from "./phones.ts";

/** More people than phones are kept for. */
const many = 60;
const maxPhones = 50;

/** Phones of a network that shows what `show` hands it. */
function open() {
  const { simulator, show } = createShower();
  const clock = new VirtualClock(0);
  const simulators = new Map([["shop", simulator]]);
  return { phones: createPhones({ simulators, clock, onChange: () => undefined }), show };
}

const stranger = (count: number): SimulatedPerson => ({
  name: `S${count}`,
  userId: `ID.S${count}`,
});

test("strangers who write past the page take no more phones than there are, the quietest leaves first", () => {
  const simulator = open();
  const { phones } = simulator;
  expect(phones.add({ name: "Budi", phone: undefined })).toBeDefined();
  for (let count = 0; count < many; count += 1) {
    simulator.show(stranger(count));
    // The first stranger never falls silent.
    simulator.show(stranger(0));
  }
  const names = phones.list().map(({ person }) => person.name);
  expect(names).toHaveLength(maxPhones);
  expect(names).toEqual(expect.arrayContaining(["Sari", "Budi", "S0", `S${many - 1}`]));
  expect(names).not.toContain("S1");
  expect(phones.add({ name: "Citra", phone: undefined })).toBeDefined();
  expect(phones.list()).toHaveLength(maxPhones);
});

test("where all phones were made on the page, a stranger gets none", () => {
  const simulator = open();
  const { phones } = simulator;
  while (phones.add({ name: "More", phone: undefined }) !== undefined);
  simulator.show(stranger(1));
  expect(phones.list()).toHaveLength(maxPhones);
  expect(phones.list().some(({ person }) => person.name === "S1")).toBe(false);
});
