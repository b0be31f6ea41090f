import type { EngineSettings } from "#core/engine/settings.ts";
import type { Check, Violation } from "#test/simulation/check/check.ts";
import { createChecks } from "#test/simulation/check/create-checks.ts";
import type { WorldPlan } from "#test/simulation/plan/world-plan.ts";
import { countConsequences } from "./count-consequences.ts";
import { History } from "./history.ts";
import { dispatch, type Handlers } from "./observation.ts";
import type { Scene } from "./scene.ts";
import { traffic as rules } from "./traffic.ts";

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
  /** What was told, and what was posted → how often. */
  readonly told: ReadonlyMap<string, number>;
  readonly posted: ReadonlyMap<string, number>;
}

/** Writes a world's history down, counts what goes wrong and holds every promise against it. */
export function watchWorld(scene: Scene, settings: EngineSettings, bot: WorldPlan["bot"]): Watch {
  const history = new History();
  const violations: Violation[] = [];
  const faults = new Map<string, number>();
  const told = new Map<string, number>();
  const posted = new Map<string, number>();
  const traffic = { messages: 0, sends: 0 };
  const checks = createChecks(
    (invariant, what, who) => violations.push({ invariant, what, who }),
    scene.directory,
    settings,
    bot,
  );
  const counting: Handlers = {
    posted: ({ post }) => {
      traffic.sends += 1;
      count(posted, post.type);
    },
    told: ({ item }) => {
      if (rules[item.kind].becomes === "message") traffic.messages += 1;
      count(told, item.kind);
    },
    trouble: ({ what }) => count(faults, what),
  };
  scene.watch((observation) => {
    history.add(observation);
    dispatch(counting, observation);
    for (const check of checks) dispatch(check.on, observation);
  });
  countConsequences(scene);
  return { checks, history, violations, faults, traffic, told, posted };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
