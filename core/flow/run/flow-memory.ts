import type { Slot } from "#core/flow/compile/slot.ts";
import type { PersonalFact } from "#core/flow/personal-facts.ts";
import type { Json } from "#core/lib/json.ts";
import type { Run } from "#core/model/run.ts";

/** What a turn needs of its program. */
export interface TurnProgram {
  readonly flow: string;
  readonly purpose: string;
  readonly slots: ReadonlyMap<string, Slot>;
  readonly locals: readonly string[];
  /** What it sees of the person beyond what every flow does. */
  readonly reads: readonly PersonalFact[];
  /** Slots that a caller gets when the flow ends. */
  readonly outputs: readonly string[];
  /** Flows that are called from it, or from one of those, by name. */
  readonly callees: ReadonlyMap<string, TurnProgram>;
}

/** One flow at work: its program and what it has collected. */
interface Work {
  readonly program: TurnProgram;
  readonly slots: Record<string, Json>;
  readonly locals: Record<string, Json>;
}

type Kept = Pick<Run, "slots" | "locals" | "calls">;

/**
 * Slots and locals of a run, and of the flows that are called inside each other. Only the innermost
 * is seen: a called flow knows nothing of its caller but its inputs.
 */
export class FlowMemory {
  readonly #main: TurnProgram;
  readonly #stack: Work[];

  constructor(main: TurnProgram, { slots, locals, calls = [] }: Kept) {
    this.#main = main;
    this.#stack = [{ program: main, slots: { ...slots }, locals: { ...locals } }];
    for (const call of calls) {
      const program = main.callees.get(call.flow) ?? main;
      this.#stack.push({ program, slots: { ...call.slots }, locals: { ...call.locals } });
    }
  }

  get program(): TurnProgram {
    return this.#top.program;
  }

  /** The value of a slot or local; null if it has none. */
  read(name: string): Json {
    const { program, slots, locals } = this.#top;
    return readOwn(program.slots.has(name) ? slots : locals, name);
  }

  /** Writes a slot, or a local of that name. */
  write(name: string, value: Json): void {
    const { program, slots, locals } = this.#top;
    if (program.slots.has(name)) slots[name] = value;
    else locals[name] = value;
  }

  local(name: string): Json {
    return readOwn(this.#top.locals, name);
  }

  hasLocal(name: string): boolean {
    return Object.hasOwn(this.#top.locals, name);
  }

  /** Keeps it; undefined forgets it. */
  setLocal(name: string, value: Json | undefined): void {
    const { locals } = this.#top;
    if (value === undefined) delete locals[name];
    else locals[name] = value;
  }

  /** Every slot that is declared, null where it is empty; and likewise every local. */
  slotValues(): Record<string, Json> {
    const { program, slots } = this.#top;
    return pick(program.slots.keys(), slots);
  }

  localValues(): Record<string, Json> {
    const { program, locals } = this.#top;
    return pick(program.locals, locals);
  }

  /** A called flow begins. */
  begin(program: TurnProgram, slots: Readonly<Record<string, Json>>): void {
    this.#stack.push({ program, slots: { ...slots }, locals: {} });
  }

  /** The called flow is over; gives its outputs. */
  end(): Readonly<Record<string, Json>> {
    if (this.#stack.length < 2) return {};
    const { program, slots } = this.#stack.pop() ?? this.#top;
    return pick(program.outputs, slots);
  }

  finish(): Kept {
    const [first, ...rest] = this.#stack;
    const { slots = {}, locals = {} } = first ?? {};
    if (rest.length === 0) return { slots, locals };
    return {
      slots,
      locals,
      calls: rest.map((work) => ({
        flow: work.program.flow,
        slots: work.slots,
        locals: work.locals,
      })),
    };
  }

  get #top(): Work {
    return this.#stack.at(-1) ?? { program: this.#main, slots: {}, locals: {} };
  }
}

function pick(
  names: Iterable<string>,
  values: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const picked: Record<string, Json> = {};
  for (const name of names) picked[name] = readOwn(values, name);
  return picked;
}

/** A value by its name, null if there is none; nothing inherited, such as `constructor`. */
function readOwn(values: Readonly<Record<string, Json>>, name: string): Json {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}
