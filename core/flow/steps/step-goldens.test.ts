import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { readYaml } from "#core/flow/read/yaml-source.ts";
import { stepKinds } from "#core/flow/step-kinds.ts";
import { playTranscript } from "#core/flow/testing/play-transcript.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";

/** `flow` is what stands below the head of a flow, `others` likewise by name; `transcript` is read and compared as a whole. */
const goldenSchema = z.array(
  z.strictObject({
    name: z.string(),
    locale: z.string().optional(),
    merges: z.boolean().default(false),
    flow: z.string(),
    others: z.record(z.string(), z.string()).default({}),
    transcript: z.string(),
  }),
);

function readGoldens(verb: string) {
  const file = join(import.meta.dir, `${verb}.golden.yaml`);
  const { value } = readYaml(file, existsSync(file) ? readFileSync(file, "utf8") : "");
  return goldenSchema.safeParse(value).data ?? [];
}

describe.each(stepKinds.map((kind) => kind.verb))("%s", (verb) => {
  const goldens = readGoldens(verb);

  test("has a golden file that uses it", () => {
    expect(goldens.length).toBeGreaterThan(0);
    for (const golden of goldens) expect(golden.flow).toContain(`${verb}`);
  });

  for (const { name, locale, merges, flow, others, transcript } of goldens) {
    test(name, () => {
      const text = `flow: golden\nformat: 1\n${flow}`;
      const beside = Object.entries(others).map(([other, body]) => ({
        file: `${other}.flow.yaml`,
        text: `flow: ${other}\nformat: 1\n${body}`,
      }));
      const { programs, findings } = compileFlows(
        [{ file: "golden.flow.yaml", text }, ...beside],
        sampleCatalog,
      );
      expect(findings.filter((found) => found.severity === "error")).toEqual([]);
      const program = programs.find((each) => each.flow === "golden");
      if (program === undefined) throw new Error("the golden flow did not compile");
      const facts = { mergesTexts: merges, ...(locale === undefined ? {} : { locale }) };
      expect(playTranscript(program, transcript, facts)).toBe(transcript);
    });
  }
});
