import { Optional } from "@marcbachmann/cel-js";
import type { CallContext } from "./call-context.ts";
import { failWith, toValue } from "./to-value.ts";
import type { Reader, Value } from "./value.ts";

/** Signs of text that are read in about the time that an entry of a loop takes. */
const charsPerWork = 64;

/** The arguments of one function call at run time, each asked for by the type that is needed. */
export class CallArguments {
  readonly context: CallContext;
  readonly #name: string;
  readonly #raw: readonly unknown[];

  constructor(name: string, context: CallContext, raw: readonly unknown[]) {
    this.#name = name;
    this.context = context;
    this.#raw = raw;
    context.spend(1);
  }

  get reader(): Reader {
    return this.context.reader;
  }

  get count(): number {
    return this.#raw.length;
  }

  value(index: number): Value {
    const raw = this.#raw[index];
    if (raw === undefined) return null;
    if (typeof raw === "string") this.context.spend(raw.length / charsPerWork);
    else if (Array.isArray(raw)) this.context.spend(raw.length);
    return toValue(raw);
  }

  number(index: number): number {
    const value = this.value(index);
    return typeof value === "number" ? value : this.#refuse(index, "a number", value);
  }

  /** A number that counts or points: cut to a whole one. */
  integer(index: number): number {
    return Math.trunc(this.number(index));
  }

  text(index: number): string {
    const value = this.value(index);
    return typeof value === "string" ? value : this.#refuse(index, "text", value);
  }

  /** Text, or nothing for null. */
  textOrEmpty(index: number): string {
    return this.value(index) === null ? "" : this.text(index);
  }

  list(index: number): readonly unknown[] {
    const held = this.held(index);
    return Array.isArray(held) ? held : this.#refuse(index, "a list", this.value(index));
  }

  /** The argument as the engine holds it, for what needs no copy; of an optional its content. */
  held(index: number): unknown {
    const raw = this.#raw[index];
    const held: unknown = raw instanceof Optional ? raw.orValue(null) : raw;
    return held;
  }

  #refuse(index: number, wanted: string, value: Value): never {
    const place = this.count > 1 ? ` as value ${index + 1}` : "";
    return failWith(`${this.#name}() needs ${wanted}${place}, here it is ${kindOf(value)}`);
  }
}

function kindOf(value: Value): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "a number";
  return typeof value === "boolean" ? `${value}` : "an object";
}
