import type { MigrateElse } from "#core/flow/compile/compile-migrate.ts";
import type { Slot } from "#core/flow/compile/slot.ts";
import type { Program, Step } from "#core/flow/program.ts";
import type { Frame } from "#core/flow/run/place-stack.ts";
import type { Json } from "#core/lib/json.ts";
import type { Run, Wait } from "#core/model/run.ts";
import { carryValues, type Values } from "./carry-values.ts";
import { type Holder, placeOfFrames, placeOfId } from "./find-places.ts";

/** Why a run does not fit another revision. */
export type Misfit =
  /** Its own revision cannot be had. */
  | "revision-missing"
  /** It rests at a step without an id. */
  | "no-id"
  /** The step that it rests at, or that one around it calls, is not there. */
  | "step-gone"
  /** The step is there, and is another kind of rest. */
  | "other-rest"
  /** Other `each`, `try` or `call` steps are around it, or some without an id. */
  | "other-around"
  /** A slot's value is none any more, or one has none that must have. */
  | "value";

export type Migration =
  | { readonly kind: "moved"; readonly run: Run; readonly step: string }
  | {
      readonly kind: "misfit";
      readonly why: Misfit;
      /** The slot or local, or the step. */
      readonly name: string;
      readonly otherwise: MigrateElse;
    };

/**
 * The run as it goes on at the same rest in another revision of its flow. Its id, its wait and what
 * was planned for it stay, so timers, results and events that are under way find it. Pure; `from` is
 * undefined if the run's own revision is lost. Undefined: that revision says nothing of such runs.
 */
export function migrateRun(
  run: Run,
  from: Program | undefined,
  to: Program,
  initial: (slot: Slot) => Json,
): Migration | undefined {
  const { migrate } = to;
  const { wait } = run;
  if (migrate === undefined || wait === undefined || run.revision === to.revision) return undefined;
  if (!migrate.accepts(run.revision)) return undefined;
  const result =
    from === undefined
      ? misfit("revision-missing", run.revision)
      : move(run, wait, from, to, initial);
  return "why" in result ? { ...result, otherwise: migrate.otherwise } : result;
}

interface Unfit {
  readonly kind: "misfit";
  readonly why: Misfit;
  readonly name: string;
}

type Moved = Extract<Migration, { readonly kind: "moved" }>;

function move(
  run: Run,
  wait: Wait,
  from: Program,
  to: Program,
  initial: (slot: Slot) => Json,
): Moved | Unfit {
  const works: MovedWork[] = [];
  const all = worksOf(run);
  for (const [depth, work] of all.entries()) {
    const moved = moveWork(work, depth < all.length - 1, from, to, initial);
    if (moved.kind === "misfit") return moved;
    works.push(moved);
  }
  const [main, ...called] = works;
  const last = works.at(-1);
  const step = last?.step.id;
  const adopted = last === undefined ? undefined : adopt(wait, last.old, last.step);
  if (adopted === undefined || main === undefined || step === undefined) {
    return misfit("other-rest", wait.step);
  }
  const { calls: _calls, declined: _declined, ...kept } = run;
  const calls = called.map(({ flow = "", values }) => ({ flow, ...values }));
  return {
    kind: "moved",
    step,
    run: {
      ...kept,
      ...main.values,
      revision: to.revision,
      position: works.flatMap(({ frames }) => frames),
      ...(calls.length === 0 ? {} : { calls }),
      wait: { ...adopted, step },
    },
  };
}

/** One flow at work, where it stands in the other revision. */
interface MovedWork extends Work {
  readonly kind: "moved";
  readonly old: Step;
  readonly step: Step;
}

function moveWork(
  { flow, frames, values }: Work,
  isCall: boolean,
  from: Program,
  to: Program,
  initial: (slot: Slot) => Json,
): MovedWork | Unfit {
  const before = flow === undefined ? from : from.callees.get(flow);
  const own = flow === undefined ? to : to.callees.get(flow);
  if (own === undefined || before === undefined) return misfit("step-gone", flow ?? "");
  const place = movePlace(frames, before, own, isCall);
  if (place.kind === "misfit") return place;
  const { old, step } = place;
  const kept = carryValues(values, own, step.id ?? "", place.renames, initial);
  if (kept.kind === "misfit") return misfit("value", kept.name);
  const moved = place.frames.map((frame) => (flow === undefined ? frame : { ...frame, flow }));
  return { kind: "moved", flow, frames: moved, values: kept.values, old, step };
}

/** One flow at work in a run: the run's own (undefined), or one that is called. */
interface Work {
  readonly flow: string | undefined;
  readonly frames: readonly Frame[];
  readonly values: Values;
}

function worksOf({ position, slots, locals, calls = [] }: Run): readonly Work[] {
  const framesOf = (name: string | undefined) =>
    position.filter(({ flow }) => flow === name).map(({ list, index }) => ({ list, index }));
  const called = calls.map(({ flow, ...values }) => ({ flow, frames: framesOf(flow), values }));
  return [{ flow: undefined, frames: framesOf(undefined), values: { slots, locals } }, ...called];
}

interface MovedPlace {
  readonly kind: "place";
  readonly old: Step;
  readonly step: Step;
  readonly frames: readonly Frame[];
  /** Names of the steps' own, where they differ. */
  readonly renames: ReadonlyMap<string, string>;
}

/** The same place in another revision of one flow. */
function movePlace(
  frames: readonly Frame[],
  from: Program,
  to: Program,
  isCall: boolean,
): MovedPlace | Unfit {
  const old = placeOfFrames(from, frames);
  if (old === undefined) return misfit("revision-missing", from.revision);
  const newId = (id: string) => to.migrate?.map.get(id) ?? id;
  const { id } = old.step;
  if (id === undefined) return misfit("no-id", old.step.verb);
  const place = placeOfId(to, newId(id));
  if (place === undefined) return misfit("step-gone", id);
  const { step, holders } = place;
  if (isCall && !isSameWork(old.step, step)) return misfit("other-around", id);
  const renames = new Map(renameKeeps(old.step, step));
  if (old.holders.length !== holders.length) return misfit("other-around", id);
  for (const [depth, holder] of old.holders.entries()) {
    const other = holders[depth];
    if (other === undefined || !isSameHolder(holder, other, newId)) {
      return misfit("other-around", holder.step.id ?? holder.step.verb);
    }
    for (const [name, renamed] of renameKeeps(holder.step, other.step)) renames.set(name, renamed);
  }
  return { kind: "place", old: old.step, step, frames: place.frames, renames };
}

function isSameHolder(old: Holder, other: Holder, newId: (id: string) => string): boolean {
  const { id } = old.step;
  const isSameStep = id !== undefined && newId(id) === other.step.id;
  return isSameStep && old.step.verb === other.step.verb && old.inner === other.inner;
}

function isSameWork(old: Step, other: Step): boolean {
  return old.verb === other.verb && old.code.holding?.of === other.code.holding?.of;
}

function renameKeeps(old: Step, other: Step): readonly (readonly [string, string])[] {
  const names = other.code.holding?.keeps ?? [];
  return (old.code.holding?.keeps ?? []).flatMap((name, at) => {
    const renamed = names[at];
    return renamed === undefined ? [] : [[name, renamed] as const];
  });
}

/** The rest as the other step has it, under the same id and with the time that it has left. */
function adopt(wait: Wait, old: Step, step: Step): Wait | undefined {
  if (step.code.adopt === undefined) {
    return isSameWork(old, step) && step.code.resume !== undefined ? wait : undefined;
  }
  const rest = step.code.adopt(wait);
  return rest === undefined ? undefined : { ...wait, kind: rest.kind, data: { ...rest.data } };
}

function misfit(why: Misfit, name: string): Unfit {
  return { kind: "misfit", why, name };
}
