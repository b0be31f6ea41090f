import type { Trigger, TriggerMatch } from "#core/flow/compile/trigger.ts";
import type { FlowSet } from "#core/flow/flow-set.ts";
import type { Program } from "#core/flow/program.ts";
import type { Cron } from "#core/lib/cron.ts";

/** One schedule of one flow, with everybody whom its triggers name. */
export interface Schedule {
  /** Tells it from every other, also after a restart. */
  readonly key: string;
  readonly flow: string;
  /** As written. */
  readonly text: string;
  readonly cron: Cron;
  readonly audiences: readonly {
    readonly audience: Extract<TriggerMatch, { kind: "schedule" }>["audience"];
    readonly channel: Trigger["channel"];
    readonly reads: Program["reads"];
  }[];
}

/** The schedules of the active flows; two triggers of a flow at one time are one. */
export function schedulesOf(flows: FlowSet): readonly Schedule[] {
  const found = new Map<string, Schedule>();
  for (const { flow, triggers, reads } of flows.current.values()) {
    for (const { match, channel } of triggers) {
      if (match.kind !== "schedule") continue;
      const { schedule: text, cron, audience } = match;
      const key = `${flow}:${text}`;
      const audiences = [...(found.get(key)?.audiences ?? []), { audience, channel, reads }];
      found.set(key, { key, flow, text, cron, audiences });
    }
  }
  return [...found.values()];
}
