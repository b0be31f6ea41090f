import { factsOf } from "#core/engine/facts.ts";
import { nextQueued } from "#core/engine/next-queued.ts";
import type { Programs } from "#core/engine/programs.ts";
import type { RouteTarget } from "#core/engine/route-target.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { type Advance, advance } from "#core/flow/advance.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { timerId } from "#core/lib/ids.ts";
import type { Effect } from "#core/model/effect.ts";
import type { Run } from "#core/model/run.ts";
import { handled, ignored, type Stage } from "./stage.ts";

export interface AdvanceDeps {
  readonly settings: EngineSettings;
  readonly programs: Programs;
  readonly seed: () => number;
}

/** Lets the pure interpreter go on, and turns what it asks for into the plan. */
export function createAdvanceStage(deps: AdvanceDeps): Stage {
  return {
    name: "advance",
    async run(turn) {
      const { target } = turn;
      if (target === undefined) return ignored("no-target");
      let advanced = step(turn, target, deps);
      if (!advanced.isTaken) return ignored(`stale-${target.cause.kind}`);
      while (advanced.run.state !== "resting") {
        const next = await nextQueued(turn, advanced.run.flow, deps.programs);
        if (next === undefined) break;
        advanced = step(turn, next, deps);
      }
      return handled("advanced");
    },
  };
}

function step(turn: Turn, target: RouteTarget, deps: AdvanceDeps): Advance {
  const facts = factsOf(turn, deps.settings, deps.seed());
  const advanced = advance(target.program, target.run, { cause: target.cause, facts });
  if (!advanced.isTaken) return advanced;
  turn.putRun(advanced.run);
  for (const effect of advanced.effects) apply(turn, effect, advanced.run);
  return advanced;
}

function apply(turn: Turn, effect: Effect, run: Run): void {
  switch (effect.kind) {
    case "send": {
      const { id, message, purpose } = effect;
      turn.addSend({ effect: id, run: run.id, message, class: effect.class, purpose });
      return;
    }
    case "wake": {
      const { id, wait, at } = effect;
      turn.addTimer({ id: timerId(id), run: run.id, wait, dueAt: at });
      return;
    }
    case "activity": {
      const { id, request, timeoutMs } = effect;
      turn.addActivity({ effect: id, run: run.id, request, timeoutMs });
      return;
    }
    case "contact":
      turn.changeContact(effect.change);
      return;
    case "record":
      turn.record(effect.what, effect.data, run);
      return;
    default:
      assertNever(effect, "effect");
  }
}
