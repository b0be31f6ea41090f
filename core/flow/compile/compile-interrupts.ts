import type { Catalog } from "#core/flow/catalog.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { interruptsSchema } from "#core/flow/schema/interrupt-schema.ts";
import { nearest } from "#core/lib/nearest.ts";
import { parseOnce } from "#core/lib/parse-once.ts";
import { targetOf } from "./create-step-builder.ts";
import type { FlowOutline } from "./flow-outline.ts";
import type { OwnInterrupt } from "./own-interrupt.ts";
import { asMap } from "./raw.ts";
import type { Report } from "./report.ts";
import { globPieces, wordKey } from "./word-key.ts";

/** Interrupts that a flow can neither replace nor take the words of. */
const fixed: readonly string[] = ["stop", "start", "human", "data", "erase"];

/** Ids of the steps that a flow's own interrupts lead to, whether or not they exist. */
export function interruptTargets(value: unknown): readonly string[] {
  return Object.values(asMap(value) ?? {}).flatMap((interrupt) => {
    const id = asMap(interrupt)?.["goto"];
    return typeof id === "string" ? [id] : [];
  });
}

/** Compiles the interrupts that have the right form; the reader told of the rest. */
export function compileInterrupts(
  value: unknown,
  outline: FlowOutline,
  catalog: Catalog,
  report: Report,
): readonly OwnInterrupt[] {
  const parsed = parseOnce(interruptsSchema, value);
  if (!parsed.success) return [];
  const taken = new Map<string, string>();
  return Object.entries(parsed.data).map(([name, { message, goto: id }]) => {
    const path = ["interrupts", name];
    if (fixed.includes(name)) refuseName(name, path, report);
    checkTarget(id, [...path, "goto"], outline, report);
    const words = typeof message === "string" ? [message] : message;
    words.forEach((word, index) => {
      const at = [...path, "message", ...(typeof message === "string" ? [] : [index])];
      checkWord(word, at, name, taken, catalog, report);
    });
    return {
      name,
      words: new Set(words.filter((word) => !word.includes("*")).map(wordKey)),
      globs: words.filter((word) => word.includes("*")).map(globPieces),
      target: targetOf(outline.byId.get(id)),
    };
  });
}

function refuseName(name: string, path: YamlPath, report: Report): void {
  const message = `the interrupt "${name}" acts in every flow and cannot be changed`;
  const hint = "give yours another name, and other words";
  report({ code: "FLOW_INTERRUPT_FIXED", path, part: "key", message, hint });
}

function checkWord(
  word: string,
  path: YamlPath,
  name: string,
  taken: Map<string, string>,
  { interrupts = {} }: Catalog,
  report: Report,
): void {
  const key = wordKey(word);
  const owner = fixed.find((other) => interrupts[other]?.includes(key));
  if (owner !== undefined) {
    const message = `"${word}" is a word of the interrupt "${owner}", which acts in every flow`;
    report({ code: "FLOW_INTERRUPT_FIXED", path, message, hint: "take another word" });
    return;
  }
  const other = taken.get(key);
  if (other === undefined) taken.set(key, name);
  else {
    const message = `"${word}" is a word of the interrupt "${other}" already`;
    report({ code: "FLOW_VALUE_TWICE", path, message, hint: "take it away here or there" });
  }
}

function checkTarget(id: string, path: YamlPath, outline: FlowOutline, report: Report): void {
  const target = outline.byId.get(id);
  if (target === undefined) {
    const near = nearest(id, outline.byId.keys());
    const hint = near === undefined ? "give the step this id" : `did you mean "${near}"?`;
    report({ code: "FLOW_STEP_NOWHERE", path, message: `no step has the id "${id}"`, hint });
  } else if (target.list.depth > 0) {
    const message = `"${id}" is inside another step: an interrupt cannot lead there`;
    const hint = "go to a step of the flow's own list";
    report({ code: "FLOW_STEP_INSIDE", path, message, hint });
  }
}
