import { mainList, type Program, type Step } from "#core/flow/program.ts";
import type { Frame } from "#core/flow/run/place-stack.ts";

/** A step that a place is inside of, in a way that matters. */
export interface Holder {
  readonly step: Step;
  /** Which of its lists, such as `catch`. */
  readonly inner: string;
}

/** A place in one flow: the step, and what holds it, outermost first. */
export interface Place {
  readonly step: Step;
  readonly holders: readonly Holder[];
  /** A frame for each list down to the step's. */
  readonly frames: readonly Frame[];
}

/** The place that frames of one flow lead to; undefined if the program has no such place. */
export function placeOfFrames(program: Program, frames: readonly Frame[]): Place | undefined {
  const top = frames.at(-1);
  const step = top === undefined ? undefined : program.lists.get(top.list)?.[top.index];
  if (step === undefined) return undefined;
  const holders: Holder[] = [];
  for (const [depth, { list, index }] of frames.slice(0, -1).entries()) {
    const around = program.lists.get(list)?.[index];
    const inside = frames[depth + 1]?.list;
    if (around === undefined || inside === undefined) return undefined;
    if (around.code.holding === undefined) continue;
    holders.push({ step: around, inner: inside.slice(`${list}/${index}/`.length) });
  }
  return { step, holders, frames };
}

/** The place of a step by its id. */
export function placeOfId(program: Program, id: string): Place | undefined {
  const target = program.targets.get(id);
  if (target === undefined) return undefined;
  const frames: Frame[] = [{ list: target.list, index: target.index }];
  for (let outer = outerOf(program, target.list); outer !== undefined; ) {
    frames.unshift(outer);
    outer = outerOf(program, outer.list);
  }
  return frames[0]?.list === mainList ? placeOfFrames(program, frames) : undefined;
}

/** Where the step stands that a list is inside of: a list's name begins with its step's place. */
function outerOf(program: Program, list: string): Frame | undefined {
  const parts = list.split("/");
  for (let size = parts.length - 1; size > 0; size -= 1) {
    const outer = parts.slice(0, size).join("/");
    if (program.lists.has(outer)) return { list: outer, index: Number(parts[size]) };
  }
  return undefined;
}
