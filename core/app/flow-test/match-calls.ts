import type { ExpectedState } from "#core/flow/read-test/flow-test.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import type { MockCall } from "./create-mocks.ts";
import type { Mismatch } from "./failure.ts";
import { askedPart, fitsPart } from "./fits-part.ts";

/** Compares what was asked of actions and providers with `ran:`; undefined if it is so. */
export function matchCalls(
  { ran = {} }: ExpectedState,
  calls: readonly MockCall[],
): Mismatch | undefined {
  for (const [name, wanted] of Object.entries(ran)) {
    const inputs = calls.filter((call) => call.name === name).map(({ input }) => input);
    const mismatch = matchInputs(name, wanted, inputs);
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}

function matchInputs(
  name: string,
  wanted: number | readonly JsonObject[] | JsonObject,
  inputs: readonly Json[],
): Mismatch | undefined {
  if (typeof wanted === "number") {
    if (inputs.length === wanted) return undefined;
    const message = `${name} ran ${timesText(inputs.length)}, not ${timesText(wanted)}`;
    return { message, expected: [], actual: inputs.map((input) => callLine(name, input)) };
  }
  if (isList(wanted)) {
    if (fitsPart(wanted, inputs)) return undefined;
    const expected = wanted.map((input) => callLine(name, input));
    const actual = inputs.map((input, index) =>
      callLine(name, askedPart(wanted[index] ?? input, input)),
    );
    return { message: `the calls of ${name} are different`, expected, actual };
  }
  const last = inputs.at(-1);
  if (last === undefined) {
    return { message: `${name} did not run`, expected: [callLine(name, wanted)], actual: [] };
  }
  if (fitsPart(wanted, last)) return undefined;
  return {
    message: `${name} was asked something else`,
    expected: [callLine(name, wanted)],
    actual: [callLine(name, askedPart(wanted, last))],
  };
}

function isList(wanted: readonly JsonObject[] | JsonObject): wanted is readonly JsonObject[] {
  return Array.isArray(wanted);
}

function callLine(name: string, input: Json): string {
  return `${name}: ${JSON.stringify(input)}`;
}

function timesText(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
