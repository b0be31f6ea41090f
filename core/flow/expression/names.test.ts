import { expect, test } from "bun:test";
import { compileExpression } from "./compile-expression.ts";
import { isUsableName } from "./names.ts";

test.each(["cups", "_x", "list", "type", "int", "n2", "package1"])("%s can be a name", (name) => {
  expect(isUsableName(name)).toBe(true);
  expect(compileExpression(name, { [name]: { kind: "any" } }).ok).toBe(true);
  const holder = { kind: "object", fields: { [name]: { kind: "any" } } } as const;
  expect(compileExpression(`slots.${name}`, { slots: holder }).ok).toBe(true);
});

test.each(["loop", "in", "true", "null", "as", "2x", "a-b", "a b", "", "é", "prototype"])(
  "%s cannot be a name",
  (name) => {
    expect(isUsableName(name)).toBe(false);
    const reading = compileExpression(name, { [name]: { kind: "any" } });
    expect(reading.ok && reading.expression.names.includes(name)).toBe(false);
  },
);
