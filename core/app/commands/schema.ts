import { printLine } from "#core/app/print.ts";
import { botJsonSchema } from "#core/config/bot-json-schema.ts";

/** `sapa schema`: the JSON Schema of bot.yaml, for editors. */
export function schemaCommand(): number {
  printLine(JSON.stringify(botJsonSchema(), undefined, 2));
  return 0;
}
