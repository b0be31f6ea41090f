import type { EditorName } from "#core/app/editor/editor-names.ts";
import { writeEditorSettings } from "#core/app/editor/write-editor-settings.ts";
import { collectEditorSchemas, type EditorSchemas } from "#core/app/editor-schemas.ts";
import { printLine } from "#core/app/print.ts";

/** `sapa schema`: the JSON Schema of one kind of file, for editors, with the keys of a bot's plugins. */
export async function schemaCommand(
  kind: keyof EditorSchemas,
  botFolder: string | undefined,
): Promise<number> {
  const schemas = await collectEditorSchemas(botFolder);
  printLine(JSON.stringify(schemas[kind], undefined, 2));
  return 0;
}

/** `sapa schema --editor`: lets an editor know the schemas in this folder; 1 if it cannot all be written. */
export async function editorCommand(
  editor: EditorName,
  botFolder: string | undefined,
): Promise<number> {
  const { flow, test, template, bot } = await collectEditorSchemas(botFolder);
  const { lines, isComplete } = writeEditorSettings(process.cwd(), editor, [
    { name: "flow", files: "*.flow.yaml", schema: flow },
    { name: "test", files: "*.test.yaml", schema: test },
    { name: "template", files: "templates/*.yaml", schema: template },
    { name: "bot", files: "bot.yaml", schema: bot },
  ]);
  for (const line of lines) printLine(line);
  return isComplete ? 0 : 1;
}
