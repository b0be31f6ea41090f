/** @jsxImportSource hono/jsx */
import type { Beside } from "#core/console/beside.ts";
import type { World } from "#core/console/bot-view.ts";
import { type FaultName, faultNames, networkFaults } from "./read-faults.ts";
import { Side } from "./side.tsx";
import { renderSide, type SideDeps } from "./side-parts.tsx";
import type { ClockPush } from "./world-forms.tsx";

/** Every way to push the clock. */
const clockPushes: readonly ClockPush[] = ["hour", "day", "opening", "timer"];

export interface OwnSideDeps extends SideDeps {
  readonly faults: () => readonly FaultName[];
  readonly world: Pick<World, "answerers" | "restart" | "pushClock" | "setProvidersDown">;
}

/** What stands beside a phone whose bot runs in this process: all there is to know of it. */
export function createOwnSide(deps: OwnSideDeps): Beside {
  const { view } = deps;
  return {
    findFlow: (name) => view.flows().find(({ flow }) => flow === name)?.flow,
    render: (request) => renderSide(deps, request),
    show: ({ phone, words, flow }, parts) => (
      <Side
        {...{ phone, words, parts }}
        chosen={flow}
        faults={deps.faults()}
        names={deps.world.setProvidersDown === undefined ? networkFaults : faultNames}
        pushes={deps.world.pushClock === undefined ? [] : clockPushes}
        canRestart={deps.world.restart !== undefined}
        answerer={deps.world.answerers?.chosen}
        flows={view.flows()}
      />
    ),
    async startOver({ account, person, isMade }) {
      if (!isMade && !view.forgetsAnybody) return false;
      await view.forget(account, person);
      return true;
    },
  };
}
