import { z } from "zod";
import { templateFileSchema } from "./template-schema.ts";

/**
 * The schema of `templates/*.yaml` for editors, as kept in `template.schema.json`. Draft 7, because
 * that is what YAML language servers read.
 */
export function templateJsonSchema() {
  return z.toJSONSchema(templateFileSchema, { io: "input", target: "draft-7" });
}
