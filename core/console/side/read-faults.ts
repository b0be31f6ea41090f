import type { SimulatorFaults } from "#core/model/ports/simulator.ts";

/** Faults that have a switch: all of it goes wrong while one is on. */
export const faultNames = [
  "rateLimited",
  "serverError",
  "lostAnswer",
  "lostRequest",
  "duplicateWebhook",
  "reorderWebhook",
  "lateStatus",
] as const satisfies readonly (keyof SimulatorFaults)[];
export type FaultName = (typeof faultNames)[number];

/** The faults whose switches are on; all others are off. */
export function readFaults(switches: readonly string[]): SimulatorFaults {
  return Object.fromEntries(
    faultNames.filter((name) => switches.includes(name)).map((name) => [name, 1]),
  );
}
