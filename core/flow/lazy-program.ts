import type { Program } from "./program.ts";

/** What is known of a program before a step of it is compiled. */
export type ProgramHead = Pick<
  Program,
  | "flow"
  | "revision"
  | "file"
  | "source"
  | "bundle"
  | "description"
  | "purpose"
  | "mode"
  | "debounceMs"
  | "reads"
  | "hearsVoice"
  | "triggers"
>;

/** A program whose steps are compiled when somebody first asks for any of them. */
export class LazyProgram implements Program {
  readonly #head: ProgramHead;
  readonly #compile: () => Program;

  /** `compile` is asked again each time: it keeps what it made. */
  constructor(head: ProgramHead, compile: () => Program) {
    this.#head = head;
    this.#compile = compile;
  }

  get flow() {
    return this.#head.flow;
  }
  get revision() {
    return this.#head.revision;
  }
  get file() {
    return this.#head.file;
  }
  get source() {
    return this.#head.source;
  }
  get bundle() {
    return this.#head.bundle;
  }
  get description() {
    return this.#head.description;
  }
  get purpose() {
    return this.#head.purpose;
  }
  get mode() {
    return this.#head.mode;
  }
  get debounceMs() {
    return this.#head.debounceMs;
  }
  get reads() {
    return this.#head.reads;
  }
  get hearsVoice() {
    return this.#head.hearsVoice;
  }
  get triggers() {
    return this.#head.triggers;
  }
  get interrupts() {
    return this.#compile().interrupts;
  }
  get slots() {
    return this.#compile().slots;
  }
  get outputs() {
    return this.#compile().outputs;
  }
  get callees() {
    return this.#compile().callees;
  }
  get locals() {
    return this.#compile().locals;
  }
  get lists() {
    return this.#compile().lists;
  }
  get targets() {
    return this.#compile().targets;
  }
  get migrate() {
    return this.#compile().migrate;
  }
  get expects() {
    return this.#compile().expects;
  }
}
