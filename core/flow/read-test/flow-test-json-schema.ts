import { z } from "zod";
import { testFileSchema } from "./test-schema.ts";

/**
 * The schema of `*.test.yaml` for editors, as kept in `flow-test.schema.json`. Draft 7, because that
 * is what YAML language servers read.
 */
export function flowTestJsonSchema() {
  return z.toJSONSchema(testFileSchema, { io: "input", target: "draft-7" });
}
