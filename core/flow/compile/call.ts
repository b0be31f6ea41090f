import type { Position } from "#core/flow/finding.ts";
import { nearest } from "#core/lib/nearest.ts";
import { compileInput, type InputCode } from "./action-input.ts";
import type { OtherFlows } from "./around.ts";
import type { CalledFlow } from "./called-flow.ts";
import type { Slot } from "./slot.ts";
import { inputsShape } from "./slot-shape.ts";
import type { StepBuilder } from "./step-builder.ts";
import { withholdInput } from "./withhold-input.ts";

export interface Input {
  readonly slot: Slot;
  readonly isRequired: boolean;
}

/** A call, compiled. */
export interface Call {
  readonly flow: string;
  readonly entries: readonly (readonly [string, InputCode])[];
  readonly inputs: readonly Input[];
  readonly into: string | undefined;
  readonly at: Position;
}

/** Compiles `call` and `with`; a flow that is not there, or a value that does not fit, is told. */
export function compileCall(
  input: {
    readonly call: string;
    readonly with?: Readonly<Record<string, unknown>> | undefined;
    readonly into?: string | undefined;
  },
  build: StepBuilder,
): Call {
  const { call: flow, into } = input;
  const { flows } = build.around;
  const called = flows?.find(flow);
  if (flows !== undefined && !flows.names.includes(flow)) reportUnknown(flow, flows, build);
  if (into !== undefined && build.slot(into) !== undefined) reportSlot(into, build);
  const slots = [...(called?.inputs.values() ?? [])];
  const entries = compileEntries(flow, input.with, called, build);
  followSecrets(flow, entries, into, called, build);
  return {
    flow,
    entries,
    inputs: slots.map((slot) => ({ slot, isRequired: slot.initial === null })),
    into,
    at: build.at(["call"]),
  };
}

function compileEntries(
  flow: string,
  given: Readonly<Record<string, unknown>> | undefined,
  called: CalledFlow | undefined,
  build: StepBuilder,
): Call["entries"] {
  const shape = called === undefined ? undefined : inputsShape(called.inputs);
  if (given !== undefined) {
    const code = compileInput(given, ["with"], shape, build);
    return code.kind === "map" ? code.entries : [];
  }
  for (const key of shape?.required ?? []) {
    const message = `${flow} needs "${key}" under "with"`;
    build.report({ code: "FLOW_KEY_MISSING", path: ["call"], part: "key", message });
  }
  return [];
}

/** What is sensitive here goes only where it is sensitive there, and what is so there is so here. */
function followSecrets(
  flow: string,
  entries: Call["entries"],
  into: string | undefined,
  called: CalledFlow | undefined,
  build: StepBuilder,
): void {
  for (const [key, code] of entries) {
    if (called?.inputs.get(key)?.isSensitive === true) continue;
    const message = (slot: string) =>
      `the slot "${slot}" is sensitive, and the input "${key}" of ${flow} is not`;
    withholdInput(code, build, message, ["with", key]);
  }
  for (const { name, isSensitive } of called?.outputs.values() ?? []) {
    if (isSensitive && into !== undefined) build.keepSecret(`${into}.${name}`, name);
  }
}

function reportSlot(into: string, build: StepBuilder): void {
  build.report({
    code: "FLOW_NAME_TWICE",
    path: ["into"],
    message: `"${into}" is a slot, and no slot holds the outputs of a flow`,
    hint: `write into: ${into}_result`,
  });
}

function reportUnknown(flow: string, { names }: OtherFlows, build: StepBuilder): void {
  const near = nearest(flow, names);
  build.report({
    code: "FLOW_CALL_NOWHERE",
    path: ["call"],
    message: `there is no flow "${flow}"`,
    hint:
      near === undefined ? `flows: ${names.slice(0, 12).join(", ")}` : `did you mean "${near}"?`,
  });
}
