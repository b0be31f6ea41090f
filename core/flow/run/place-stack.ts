import type { Target } from "#core/flow/compile/target.ts";
import { mainList, type Program, type Step } from "#core/flow/program.ts";
import type { Run } from "#core/model/run.ts";

export type Frame = Run["position"][number];

/**
 * Where a run stands: a frame for each list that is entered, outermost first. The frames of a called
 * flow lie above the step that calls it and carry its name; no flow is called inside itself.
 */
export class PlaceStack {
  readonly #program: Program;
  readonly #frames: Frame[];

  constructor(program: Program, position: readonly Frame[]) {
    this.#program = program;
    this.#frames = [...position];
  }

  get size(): number {
    return this.#frames.length;
  }

  get frames(): readonly Frame[] {
    return this.#frames;
  }

  /** The step at the place, or undefined: the list is done, or there is none. */
  here(): Step | undefined {
    return this.stepAt(this.#frames.length - 1);
  }

  /** The step of a frame; that of the frame below a list is the one that holds the list. */
  stepAt(place: number): Step | undefined {
    const frame = this.#frames[place];
    if (frame === undefined) return undefined;
    const { flow } = frame;
    const program = flow === undefined ? this.#program : this.#program.callees.get(flow);
    return program?.lists.get(frame.list)?.[frame.index];
  }

  listAt(place: number): string | undefined {
    return this.#frames[place]?.list;
  }

  /** True if a called flow begins with this frame. */
  isBegin(place: number): boolean {
    const frame = this.#frames[place];
    return frame?.flow !== undefined && this.#frames[place - 1]?.flow !== frame.flow;
  }

  /** The frame that the flow at work begins with. */
  begin(): number {
    let place = this.#frames.length - 1;
    while (place > 0 && !this.isBegin(place)) place -= 1;
    return place;
  }

  /** Goes into a list of the step that is here. */
  enter(list: string): void {
    this.#push({ list, index: 0 });
  }

  /** Goes into a flow that the step that is here calls. */
  call(flow: string): void {
    this.#frames.push({ list: mainList, index: 0, flow });
  }

  /** Goes to the next step of the list. */
  moveOn(): void {
    const top = this.#frames.pop();
    if (top !== undefined) this.#frames.push({ ...top, index: top.index + 1 });
  }

  /** Goes to a step of the flow at work, once `cut` has left what is around neither. */
  goTo({ list, index }: Target, flow: string | undefined): void {
    this.#frames.push({ list, index, ...(flow === undefined ? {} : { flow }) });
  }

  /** The called flow that is at work; undefined: the run's own. */
  flow(): string | undefined {
    return this.#frames.at(-1)?.flow;
  }

  cut(size: number): void {
    this.#frames.length = Math.min(size, this.#frames.length);
  }

  #push(frame: Frame): void {
    const flow = this.flow();
    this.#frames.push(flow === undefined ? frame : { ...frame, flow });
  }
}
