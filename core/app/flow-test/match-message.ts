import type { ExpectedMessage } from "#core/flow/read-test/flow-test.ts";
import { matchesPattern } from "#core/flow/read-test/matches-pattern.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { describeExpected } from "./describe-expected.ts";
import { describeMessage, optionLine } from "./describe-message.ts";
import type { Mismatch } from "./failure.ts";

/**
 * Compares a message on the person's phone with a `bot:` line; undefined if it is as written. The
 * first difference counts: a wrong text makes its options beside the point.
 */
export function matchMessage(expected: ExpectedMessage, shown: ShownMessage): Mismatch | undefined {
  return (
    matchTemplateName(expected, shown) ??
    matchText(expected, shown.text) ??
    matchOptions(expected, shown) ??
    matchValues(expected, shown)
  );
}

function matchTemplateName(expected: ExpectedMessage, shown: ShownMessage): Mismatch | undefined {
  const { template } = expected;
  if (template === undefined || shown.template?.name === template) return undefined;
  return differs("not this template", describeExpected(expected), describeMessage(shown));
}

function matchText(expected: ExpectedMessage, said: string): Mismatch | undefined {
  const { text, contains, matches } = expected;
  const lines = said.split("\n");
  if (text !== undefined && said !== text) {
    return differs("the text is different", text.split("\n"), lines);
  }
  if (contains !== undefined && !said.includes(contains)) {
    return differs("the text does not contain this", [`… ${contains} …`], lines);
  }
  if (matches !== undefined && !matchesPattern(matches, said)) {
    return differs("the text does not match", [`/${matches}/`], lines);
  }
  return undefined;
}

function matchOptions({ options }: ExpectedMessage, shown: ShownMessage): Mismatch | undefined {
  const titles = shown.options.map((option) => option.title);
  if (options === undefined || isSameList(options, titles)) return undefined;
  return differs("the options are different", [optionLine(options)], [optionLine(titles)]);
}

function matchValues({ values }: ExpectedMessage, shown: ShownMessage): Mismatch | undefined {
  const said = shown.template?.values ?? [];
  if (values === undefined || isSameList(values, said)) return undefined;
  return differs("the template's values are different", values, said);
}

function differs(message: string, expected: readonly string[], actual: readonly string[]) {
  return { message, expected, actual };
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
