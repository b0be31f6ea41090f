import type { SimulatorFaults } from "#core/model/ports/simulator.ts";

/** Faults of the network that have a switch: all of it goes wrong while one is on. */
export const networkFaults = [
  "rateLimited",
  "serverError",
  "lostAnswer",
  "lostRequest",
  "duplicateWebhook",
  "reorderWebhook",
  "lateStatus",
] as const satisfies readonly (keyof SimulatorFaults)[];

/** All that have a switch; what is no fault of the network is the bot's world's. */
export const faultNames = [...networkFaults, "providerDown"] as const;
export type FaultName = (typeof faultNames)[number];

/** The network's faults whose switches are on; all others are off. */
export function readFaults(switches: readonly string[]): SimulatorFaults {
  return Object.fromEntries(
    networkFaults.filter((name) => switches.includes(name)).map((name) => [name, 1]),
  );
}
