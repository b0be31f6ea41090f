import { z } from "zod";
import { botSchema } from "./bot-schema.ts";

/**
 * The schema of bot.yaml for editors, as kept in `bot.schema.json` (`sapa schema bot` prints it).
 * Draft 7, because that is what YAML language servers read.
 */
export function botJsonSchema() {
  return z.toJSONSchema(botSchema, { io: "input", target: "draft-7" });
}
