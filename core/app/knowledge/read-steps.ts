import { z } from "zod";
import type { IndexStep } from "./index-folder.ts";
import { indexStepSchema } from "./indexer-job.ts";

/** Longer lines are no step, and not kept. */
const maxLine = 65_536;
/** What is kept of what a process says last. */
const maxEnd = 8_192;

const lineSchema = z.string().transform((line, context): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    context.addIssue({ code: "custom", message: "no JSON" });
    return z.NEVER;
  }
});

/** What a process tells, a line each; a library's own words among them are passed over. */
export async function* readSteps(
  out: ReadableStream<Uint8Array>,
): AsyncGenerator<IndexStep, void, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of out) {
    const lines = `${rest}${decoder.decode(bytes, { stream: true })}`.split("\n");
    // One character more tells that it was too long: it stays so until its end.
    rest = (lines.pop() ?? "").slice(0, maxLine + 1);
    for (const line of lines) {
      if (line.length > maxLine) continue;
      const step = lineSchema.pipe(indexStepSchema).safeParse(line);
      if (step.success) yield step.data;
    }
  }
}

/** The end of what a process says, however much that is. */
export async function readEnd(out: ReadableStream<Uint8Array>): Promise<string> {
  let end = Buffer.alloc(0);
  for await (const bytes of out) end = Buffer.concat([end, bytes]).subarray(-maxEnd);
  return end.toString("utf8");
}
