import type { Millis } from "#core/lib/millis.ts";
import type { AccountAct, NetworkAct, SimulatedPerson } from "#core/model/ports/simulator.ts";
import type { CrashOrder } from "#test/simulation/world/crash-plan.ts";
import type { Weather } from "#test/simulation/world/weather.ts";
import type { SampleName } from "./sample-files.ts";

/** What a person does on their phone, or the network with them; files are named, not written out. */
export type PlannedDeed =
  | {
      readonly kind: "act";
      readonly act: Exclude<NetworkAct, { readonly kind: "media" | "move" | "share_number" }>;
    }
  | {
      readonly kind: "file";
      readonly sample: SampleName;
      /** Stands in its content; `isTold`: and in its caption. */
      readonly word: string;
      readonly isTold: boolean;
    };

/**
 * What happens. `reveal`: from here on every address of the person is shown. `share`: so it is, in
 * answer to a request for their number. `move`: they get their other addresses. `tap`: option number `option` of the newest message that has any.
 */
export type Deed =
  | PlannedDeed
  | { readonly kind: "together"; readonly deeds: readonly PlannedDeed[] }
  | { readonly kind: "tap"; readonly option: number }
  | { readonly kind: "redeliver" }
  /** A person of ours writes to this one; `file`: the word in a file that we keep and send. */
  | { readonly kind: "operator"; readonly text: string; readonly file?: string }
  /** A system of the owner's tells of the person. */
  | { readonly kind: "event"; readonly name: string; readonly words: string }
  | { readonly kind: "reveal" }
  | { readonly kind: "share" }
  | { readonly kind: "move" };

export interface PlannedAct {
  readonly at: Millis;
  /** Index into `people`. */
  readonly person: number;
  readonly deed: Deed;
}

/** When a person says STOP: as a send of theirs is claimed, about to leave, or just taken. */
export type NastyMoment = "send-claimed" | "send-decided" | "taken";

export type Trouble =
  | { readonly kind: "crash"; readonly at: Millis; readonly order: CrashOrder }
  | { readonly kind: "drain"; readonly at: Millis; readonly downMs: number }
  | { readonly kind: "clock"; readonly at: Millis; readonly skewMs: number }
  | { readonly kind: "store-down"; readonly at: Millis; readonly forMs: number }
  | {
      readonly kind: "storm";
      readonly at: Millis;
      readonly forMs: number;
      readonly weather: Weather;
    }
  | { readonly kind: "announce"; readonly at: Millis; readonly act: AccountAct }
  | { readonly kind: "stop-at"; readonly at: Millis; readonly moment: NastyMoment };

/** A person, and under which addresses they are known from when on. */
export interface PlannedPerson {
  /** What they show until they reveal more. */
  readonly shows: "phone" | "userId" | "both";
  /** All their addresses, before and after a move. */
  readonly first: Addresses;
  readonly moved: Addresses;
}

type Addresses = Required<Pick<SimulatedPerson, "name" | "phone" | "userId">>;

/** Everything that is decided before a world starts; what remains is drawn from `seed`. */
export interface WorldPlan {
  /** Whose flows run: the scenario's own, or those of the repository's example. */
  readonly bot: "scenario" | "example";
  readonly seed: number;
  readonly startAt: Millis;
  readonly durationMs: number;
  /** False: the world is left as it is at the end of its days, without waiting for anything. */
  readonly comesToRest: boolean;
  readonly people: readonly PlannedPerson[];
  readonly acts: readonly PlannedAct[];
  readonly troubles: readonly Trouble[];
}
