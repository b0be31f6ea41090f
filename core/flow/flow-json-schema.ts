import { z } from "zod";
import { flowSchema } from "./schema/flow-schema.ts";

/**
 * The schema of `*.flow.yaml` for editors, as kept in `flow.schema.json`: made from the very schema
 * that reads flows, so that completion, hover and check never disagree. Draft 7, because that is
 * what YAML language servers read.
 */
export function flowJsonSchema() {
  return z.toJSONSchema(flowSchema, { io: "input", target: "draft-7" });
}
