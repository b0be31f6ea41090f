import type { Millis } from "#core/lib/millis.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { EngineSettings, FlowLimit } from "./settings.ts";
import type { Turn } from "./turn.ts";
import { paceOf } from "./wait-for-limit.ts";

/** A flow that may not begin once more yet, and when it may at the earliest. */
export interface FlowOver {
  readonly over: FlowLimit["over"];
  readonly until: Millis;
}

/**
 * Takes one beginning of a flow from what its limits let: in the store, so that it is exact with many
 * people at once, and holds over a restart. Under one id it is taken once, however often its turn is
 * handled. Undefined: nothing bounds the flow, and nobody is asked.
 */
export type TakeFlowStart = (
  turn: Pick<Turn, "contact" | "now">,
  flow: string,
  id: string,
) => Promise<FlowOver | undefined> | undefined;

export function createFlowLimit({
  store,
  settings,
}: {
  readonly store: Pick<Store, "reserve">;
  readonly settings: Pick<EngineSettings, "limits">;
}): TakeFlowStart {
  return ({ contact, now }, flow, id) => {
    const limit = limitOf(settings, flow);
    if (limit === undefined) return undefined;
    const bounds = [
      [limit.contact, `flow:${flow}:${contact.id}`],
      [limit.everybody, `flow:${flow}`],
    ] as const;
    const takes = bounds.flatMap(([rate, key]) =>
      rate === undefined ? [] : [{ kind: "pace", key, pace: paceOf(rate) } as const],
    );
    if (takes.length === 0) return undefined;
    return store.reserve({ id: `flow-start:${id}`, takes }, now).then((answer) => {
      if (answer.kind === "granted") return undefined;
      return { over: limit.over, until: answer.until ?? now };
    });
  };
}

function limitOf(
  { limits: { flows } }: Pick<EngineSettings, "limits">,
  flow: string,
): FlowLimit | undefined {
  return Object.hasOwn(flows, flow) ? flows[flow] : flows["*"];
}
