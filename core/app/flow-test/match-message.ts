import type { ExpectedMessage } from "#core/flow/read-test/flow-test.ts";
import { matchesPattern } from "#core/flow/read-test/matches-pattern.ts";
import type { Json } from "#core/lib/json.ts";
import { describeExpected } from "./describe-expected.ts";
import { describeMessage, optionLine, partLine, titleOf } from "./describe-message.ts";
import type { Mismatch } from "./failure.ts";
import { askedPart, fitsPart } from "./fits-part.ts";
import type { Said } from "./said.ts";

/**
 * Compares a message on the person's phone with a `bot:` line; undefined if it is as written. The
 * first difference counts: a wrong text makes its options beside the point.
 */
export function matchMessage(expected: ExpectedMessage, said: Said): Mismatch | undefined {
  return (
    matchTemplateName(expected, said) ??
    matchText(expected, said.shown.text) ??
    matchOptions(expected, said) ??
    matchValues(expected, said) ??
    matchParts(expected, said)
  );
}

function matchTemplateName(expected: ExpectedMessage, said: Said): Mismatch | undefined {
  const { template } = expected;
  if (template === undefined || said.shown.template?.name === template) return undefined;
  return differs("not this template", describeExpected(expected), describeMessage(said));
}

function matchText(expected: ExpectedMessage, said: string): Mismatch | undefined {
  const { text, contains, matches } = expected;
  const lines = said.split("\n");
  if (text !== undefined && said !== text) {
    return { ...differs("the text is different", text.split("\n"), lines), saidText: said };
  }
  if (contains !== undefined && !said.includes(contains)) {
    return differs("the text does not contain this", [`… ${contains} …`], lines);
  }
  if (matches !== undefined && !matchesPattern(matches, said)) {
    return differs("the text does not match", [`/${matches}/`], lines);
  }
  return undefined;
}

function matchOptions({ options }: ExpectedMessage, said: Said): Mismatch | undefined {
  if (options === undefined) return undefined;
  const seen = said.options;
  const fits = (wanted: Json, index: number) =>
    fitsPart(wanted, typeof wanted === "string" ? titleOf(seen[index]) : seen[index]);
  if (options.length === seen.length && options.every(fits)) return undefined;
  const isDetailed = options.some((option) => typeof option !== "string");
  if (!isDetailed) {
    const titles = seen.map(titleOf);
    return differs("the options are different", [optionLine(options)], [optionLine(titles)]);
  }
  const lines = (items: readonly Json[]) => items.map((item) => JSON.stringify(item));
  return differs("the options are different", lines(options), lines(seen));
}

function matchValues({ values }: ExpectedMessage, { shown }: Said): Mismatch | undefined {
  const said = shown.template?.values ?? [];
  if (values === undefined || fitsPart(values, said)) return undefined;
  return differs("the template's values are different", values, said);
}

/** `true` asks for something that is there, whatever it is. */
function matchParts({ parts = {} }: ExpectedMessage, said: Said): Mismatch | undefined {
  for (const [key, wanted] of Object.entries(parts)) {
    const actual = Object.hasOwn(said.parts, key) ? said.parts[key] : undefined;
    const isThere = wanted === true && actual !== undefined && actual !== false;
    if (isThere || fitsPart(wanted, actual)) continue;
    const message = actual === undefined ? `there is no ${key}` : `${key} is different`;
    if (actual === undefined)
      return differs(message, [partLine(key, wanted)], describeMessage(said));
    return differs(message, [partLine(key, wanted)], [partLine(key, askedPart(wanted, actual))]);
  }
  return undefined;
}

function differs(message: string, expected: readonly string[], actual: readonly string[]) {
  return { message, expected, actual };
}
