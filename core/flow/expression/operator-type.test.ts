import { expect, test } from "bun:test";
import type { ValueType } from "./name-types.ts";
import { operatorType } from "./operator-type.ts";

const types = {
  any: { kind: "any" },
  integer: { kind: "integer" },
  number: { kind: "number" },
  text: { kind: "text" },
  date: { kind: "date" },
  moment: { kind: "moment" },
  duration: { kind: "duration" },
  boolean: { kind: "boolean" },
  texts: { kind: "list", of: { kind: "text" } },
  object: { kind: "object", fields: {} },
} as const satisfies Record<string, ValueType>;

test.each([
  ["integer", "+", "integer", "integer"],
  ["integer", "+", "number", "number"],
  ["integer", "/", "integer", "number"],
  ["integer", "%", "integer", "integer"],
  ["text", "+", "integer", "text"],
  ["number", "+", "date", "text"],
  ["texts", "+", "texts", "list"],
  ["moment", "+", "duration", "moment"],
  ["duration", "+", "moment", "moment"],
  ["moment", "-", "moment", "duration"],
  ["moment", "-", "duration", "moment"],
  ["duration", "*", "integer", "duration"],
  ["duration", "/", "integer", "duration"],
  ["duration", "/", "duration", "number"],
  ["duration", "+", "integer", "duration"],
  ["any", "+", "text", "any"],
  ["any", "*", "integer", "number"],
  ["date", "<", "text", "boolean"],
  ["moment", ">", "moment", "boolean"],
  ["duration", ">", "integer", "boolean"],
  ["text", "in", "texts", "boolean"],
  ["text", "in", "text", "boolean"],
  ["text", "in", "object", "boolean"],
  ["any", "in", "any", "boolean"],
  ["integer", "in", "texts", undefined],
  ["integer", "in", "text", undefined],
  ["boolean", "+", "text", undefined],
  ["moment", "+", "moment", undefined],
  ["moment", "<", "integer", undefined],
  ["moment", "*", "integer", undefined],
  ["text", "-", "text", undefined],
  ["any", "*", "text", undefined],
  ["any", "<", "boolean", undefined],
  ["text", "<", "integer", undefined],
  ["boolean", "<", "boolean", undefined],
] as const)("%s %s %s is %s", (left, operator, right, expected) => {
  const type = operatorType(operator, types[left], types[right]);
  expect(type?.kind).toBe(expected);
});
