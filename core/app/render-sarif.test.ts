import { expect, test } from "bun:test";
import { z } from "zod";
import type { Finding } from "#core/flow/finding.ts";
import { renderSarif } from "./render-sarif.ts";

const at = { file: "flows/kopi susu.flow.yaml", line: 2, column: 3, endLine: 2, endColumn: 7 };
const typo: Finding = {
  code: "FLOW_KEY_UNKNOWN",
  severity: "error",
  at,
  message: 'unknown key "tpye"',
  hint: 'did you mean "type"?',
};
const clash: Finding = {
  code: "FLOW_ID_TWICE",
  severity: "warning",
  at: { ...at, file: "/abs/a.flow.yaml" },
  message: "twice",
  related: [{ at: { ...at, line: 9, endLine: 9 }, message: "the first one is here" }],
};

const text = z.strictObject({ text: z.string().min(1) });
const position = z.int().min(1);
const place = z.strictObject({
  artifactLocation: z.strictObject({
    uri: z.string().refine((uri) => new URL(uri, "file:///checkout/").href.endsWith(uri)),
  }),
  region: z.strictObject({
    startLine: position,
    startColumn: position,
    endLine: position,
    endColumn: position,
  }),
});

/** SARIF 2.1.0, parts 3.13 to 3.49, and the properties that GitHub wants of a rule. */
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.literal("sapa"),
          version: z.string().regex(/^\d+\.\d+\.\d+/),
          rules: z.array(
            z.strictObject({
              id: z.string().regex(/^[A-Z_]+$/),
              shortDescription: text,
              fullDescription: text,
              help: text,
            }),
          ),
        }),
      }),
      columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level: z.enum(["none", "note", "warning", "error"]),
          message: text,
          locations: z.tuple([z.strictObject({ physicalLocation: place })]),
          relatedLocations: z
            .array(z.strictObject({ id: z.int(), physicalLocation: place, message: text }))
            .min(1)
            .optional(),
        }),
      ),
    }),
  ]),
});

const read = (findings: readonly Finding[]) => sarif.parse(JSON.parse(renderSarif(findings)));

test("findings are a SARIF log, one rule for each code", () => {
  const [run] = read([typo, clash, typo]).runs;
  expect(run.tool.driver.rules.map((rule) => rule.id)).toEqual([
    "FLOW_ID_TWICE",
    "FLOW_KEY_UNKNOWN",
  ]);
  expect(run.results).toHaveLength(3);
  for (const { ruleId, ruleIndex } of run.results) {
    expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  }
});

test("a result says what, where, and what would be right", () => {
  const [first, second] = read([typo, clash]).runs[0].results;
  expect(first?.level).toBe("error");
  expect(first?.message.text).toBe('unknown key "tpye" (did you mean "type"?)');
  expect(first?.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: "flows/kopi%20susu.flow.yaml" },
    region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 7 },
  });
  expect(second?.locations[0].physicalLocation.artifactLocation.uri).toBe(
    "file:///abs/a.flow.yaml",
  );
  expect(second?.relatedLocations?.[0]?.physicalLocation.region.startLine).toBe(9);
});

test("a bot without findings is a log without results, so that a scanner closes the old ones", () => {
  expect(read([]).runs[0].results).toEqual([]);
});
