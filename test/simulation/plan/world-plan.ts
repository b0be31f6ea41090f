import type { Json } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import type { CrashOrder } from "#test/simulation/world/crash-plan.ts";
import type { Weather } from "#test/simulation/world/weather.ts";

/** What a person does. `reveal`: from here on every address of the person is shown. */
export type Deed =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "tap"; readonly option: number }
  | { readonly kind: "vendor"; readonly message: Json }
  | { readonly kind: "redeliver" }
  /** A person of ours writes to this one. */
  | { readonly kind: "operator"; readonly text: string }
  | { readonly kind: "reveal" };

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
  | { readonly kind: "stop-at"; readonly at: Millis; readonly moment: NastyMoment };

/** A person, and under which addresses they are known from when on. */
export interface PlannedPerson {
  readonly first: SimulatedPerson;
  /** After `reveal`. */
  readonly later: SimulatedPerson;
}

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
