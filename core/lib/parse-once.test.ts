import { expect, test } from "bun:test";
import fc from "fast-check";
import { z } from "zod";
import { parseOnce } from "./parse-once.ts";

const make = () =>
  z.strictObject({
    name: z.string().min(2),
    many: z.array(z.object({ size: z.number().default(3) })).optional(),
    kind: z.union([z.literal("a"), z.object({ of: z.literal("b") })]),
  });

test("a schema says the same of a value as by safeParse, word for word", () => {
  const schema = make();
  const anything = fc.record(
    {
      name: fc.oneof(fc.string(), fc.integer()),
      many: fc.array(
        fc.record({ size: fc.oneof(fc.integer(), fc.string()) }, { requiredKeys: [] }),
      ),
      kind: fc.constantFrom("a", "c", { of: "b" }, { of: 1 }),
      more: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(anything, fc.anything()), (value) => {
      const [once, usual] = [parseOnce(schema, value), schema.safeParse(value)];
      expect(once.data).toEqual(usual.data);
      expect(once.error?.issues).toEqual(usual.error?.issues);
    }),
  );
});

test("no code is written for it", () => {
  expect(codeWritten(() => make().safeParse({ name: "kopi", kind: "a" }))).toBeGreaterThan(0);
  expect(codeWritten(() => parseOnce(make(), { name: "kopi", kind: "a" }))).toBe(0);
});

/** How many functions are made of text while `work` is done. */
function codeWritten(work: () => unknown): number {
  const known = globalThis.Function;
  let count = 0;
  globalThis.Function = new Proxy(known, {
    construct(target, parts) {
      count += 1;
      const made: object = Reflect.construct(target, parts);
      return made;
    },
  });
  try {
    work();
  } finally {
    globalThis.Function = known;
  }
  return count;
}
