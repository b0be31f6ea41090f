import { printLine } from "#core/app/print.ts";
import { botJsonSchema } from "#core/config/bot-json-schema.ts";
import { flowJsonSchema } from "#core/flow/flow-json-schema.ts";
import { flowTestJsonSchema } from "#core/flow/read-test/flow-test-json-schema.ts";

const schemas = { flow: flowJsonSchema, test: flowTestJsonSchema, bot: botJsonSchema } as const;

/** `sapa schema`: the JSON Schema of one kind of file, for editors. */
export function schemaCommand(kind: keyof typeof schemas): number {
  printLine(JSON.stringify(schemas[kind](), undefined, 2));
  return 0;
}
