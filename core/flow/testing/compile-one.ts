import { formatFinding } from "#core/flow/code-frame.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import type { Program } from "#core/flow/program.ts";
import { sampleCatalog } from "./sample-catalog.ts";

/** The program of a flow whose head is given; throws with the findings if it has an error. */
export function compileOne(body: string, name = "sample"): Program {
  const text = `flow: ${name}\nformat: 1\n${body}`;
  const { programs, findings } = compileFlows([{ file: `${name}.flow.yaml`, text }], sampleCatalog);
  const [program] = programs;
  if (program !== undefined) return program;
  throw new Error(findings.map((finding) => formatFinding(finding, text)).join("\n"));
}
