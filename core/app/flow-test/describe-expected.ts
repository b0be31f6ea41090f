import type { ExpectedMessage } from "#core/flow/read-test/flow-test.ts";
import { optionLine, partLine, templateLine } from "./describe-message.ts";

/** What a `bot:` line asks for, as lines that look like the message they describe. */
export function describeExpected(expected: ExpectedMessage): readonly string[] {
  const { text, contains, matches, options, template, values, parts = {} } = expected;
  return [
    ...(template === undefined && values === undefined
      ? []
      : [templateLine({ name: template ?? "…", values: values ?? ["…"] })]),
    ...(text === undefined ? [] : text.split("\n")),
    ...(contains === undefined ? [] : [`… ${contains} …`]),
    ...(matches === undefined ? [] : [`/${matches}/`]),
    ...Object.entries(parts).map(([key, value]) => `(${partLine(key, value)})`),
    ...(options === undefined ? [] : [optionLine(options)]),
  ];
}
