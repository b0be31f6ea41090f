import type { EngineSettings } from "#core/engine/settings.ts";
import type { Check, Violation } from "#test/simulation/check/check.ts";
import { createChecks } from "#test/simulation/check/create-checks.ts";
import { countConsequences } from "./count-consequences.ts";
import { History } from "./history.ts";
import { dispatch, type Handlers } from "./observation.ts";
import type { Scene } from "./scene.ts";

/** Everything that is known of one world while it runs. */
export interface Watch {
  readonly checks: readonly Check[];
  readonly history: History;
  /** In the order in which they were found; grows. */
  readonly violations: readonly Violation[];
  /** Fault → how often it showed itself. */
  readonly faults: ReadonlyMap<string, number>;
  /** Webhooks of messages, and POSTs of messages. */
  readonly traffic: { readonly messages: number; readonly sends: number };
}

/** Writes a world's history down, counts what goes wrong and holds every promise against it. */
export function watchWorld(scene: Scene, settings: EngineSettings): Watch {
  const history = new History();
  const violations: Violation[] = [];
  const faults = new Map<string, number>();
  const traffic = { messages: 0, sends: 0 };
  const checks = createChecks(
    (invariant, what, who) => violations.push({ invariant, what, who }),
    scene.directory,
    settings,
  );
  const counting: Handlers = {
    posted: () => {
      traffic.sends += 1;
    },
    "message-delivered": () => {
      traffic.messages += 1;
    },
    trouble: ({ what }) => {
      faults.set(what, (faults.get(what) ?? 0) + 1);
    },
  };
  scene.watch((observation) => {
    history.add(observation);
    dispatch(counting, observation);
    for (const check of checks) dispatch(check.on, observation);
  });
  countConsequences(scene);
  return { checks, history, violations, faults, traffic };
}
