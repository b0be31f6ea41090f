import type { Millis } from "#core/lib/millis.ts";
import type { NetworkAct, ShownMessage, SimulatedPerson } from "#core/model/ports/simulator.ts";

/** How an act of the person fared: on its way, taken by the bot, or not. */
export type Tick = "sent" | "delivered" | "failed";

/** One line of a chat as it stands on the phone. */
export type Entry =
  | {
      readonly kind: "mine";
      readonly id: string;
      readonly at: Millis;
      readonly act: NetworkAct;
      readonly tick: Tick;
    }
  | {
      readonly kind: "theirs";
      readonly id: string;
      readonly at: Millis;
      readonly message: ShownMessage;
    };

/** A phone of the simulator and the chat on it. */
export interface Phone {
  /** Part of addresses: small letters, digits, `-`. */
  readonly id: string;
  readonly account: string;
  readonly person: SimulatedPerson;
  /** Made on the page, and so nobody's; false for somebody whom the bot writes to past it. */
  readonly isMade: boolean;
  readonly entries: readonly Entry[];
  /** Another number with every change of the entries. */
  readonly version: number;
  /** Messages of the bot that it ever got. */
  readonly received: number;
}
