import type { EditorName } from "#core/app/editor/editor-names.ts";
import { writeEditorSettings } from "#core/app/editor/write-editor-settings.ts";
import { printLine } from "#core/app/print.ts";
import { botJsonSchema } from "#core/config/bot-json-schema.ts";
import { flowJsonSchema } from "#core/flow/flow-json-schema.ts";
import { flowTestJsonSchema } from "#core/flow/read-test/flow-test-json-schema.ts";
import { jsonSchema } from "#core/lib/json.ts";

const schemas = { flow: flowJsonSchema, test: flowTestJsonSchema, bot: botJsonSchema } as const;

/** `sapa schema`: the JSON Schema of one kind of file, for editors. */
export function schemaCommand(kind: keyof typeof schemas): number {
  printLine(JSON.stringify(schemas[kind](), undefined, 2));
  return 0;
}

/** `sapa schema --editor`: lets an editor know the schemas in this folder; 1 if it cannot all be written. */
export function editorCommand(editor: EditorName): number {
  const { lines, isComplete } = writeEditorSettings(process.cwd(), editor, [
    { name: "flow", files: "*.flow.yaml", schema: flowJsonSchema() },
    { name: "test", files: "*.test.yaml", schema: jsonSchema.parse(flowTestJsonSchema()) },
    { name: "bot", files: "bot.yaml", schema: jsonSchema.parse(botJsonSchema()) },
  ]);
  for (const line of lines) printLine(line);
  return isComplete ? 0 : 1;
}
