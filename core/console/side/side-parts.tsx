/** @jsxImportSource hono/jsx */
import type { BesideRequest } from "#core/console/beside.ts";
import type { BotView } from "#core/console/bot-view.ts";
import type { TimesIn } from "#core/console/time-texts.ts";
import type { PersonView } from "#core/engine/queries/read-person.ts";
import { restingPlace } from "#core/model/run.ts";
import type { FlowDrawings } from "./draw-flow.ts";
import { FlowCode, FlowDrawing, FlowFindings } from "./flow-panel.tsx";
import { StatePanel } from "./state-panel.tsx";
import { TracePanel } from "./trace-panel.tsx";

export interface SideDeps {
  readonly view: BotView;
  readonly drawings: FlowDrawings;
  readonly timesIn: TimesIn;
  readonly now: () => number;
}

/** The parts of a page beside the phone, by the id of their place. */
export type SideParts = ReadonlyMap<SidePlace, string>;
export type SidePlace = "state" | "findings" | "drawing" | "code" | "trace" | "clock";

/** Renders what stands beside a phone as things are at this moment. */
export async function renderSide(deps: SideDeps, request: BesideRequest): Promise<SideParts> {
  const { view } = deps;
  const { phone, words } = request;
  const { momentOf } = deps.timesIn(request.language);
  const person = await view.person(phone.account, phone.person);
  const runs = await view.liveRuns();
  const flow = chooseFlow(view, person, request.flow);
  const shown = { flow, here: hereOf(person, flow?.flow), runs, save: view.lastSave(), words };
  const state = { phone, person, words, momentOf, now: deps.now(), flows: view.flows() };
  return new Map<SidePlace, string>([
    ["state", await text(<StatePanel {...state} />)],
    ["findings", await text(<FlowFindings {...shown} />)],
    ["drawing", await text(<FlowDrawing {...shown} drawings={deps.drawings} />)],
    ["code", await text(<FlowCode {...shown} />)],
    ["trace", await text(<TracePanel trace={person?.trace} words={words} />)],
    ["clock", momentOf(deps.now())],
  ]);
}

async function text(part: unknown): Promise<string> {
  return String(await part);
}

function chooseFlow(view: BotView, person: PersonView | undefined, wanted: string | undefined) {
  const flows = view.flows();
  const atWork = person?.runs[0]?.flow;
  const name = wanted ?? atWork ?? person?.trace?.sends.flatMap(({ run }) => run ?? [])[0];
  return flows.find(({ flow }) => flow === name) ?? flows[0];
}

/** The step that the person's run of the flow rests at. */
function hereOf(person: PersonView | undefined, flow: string | undefined): string | undefined {
  const run = person?.runs.find((one) => one.flow === flow);
  return run === undefined ? undefined : restingPlace(run);
}
