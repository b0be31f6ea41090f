import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BotError } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";
import { addToJsonc } from "./add-to-jsonc.ts";
import type { EditorName } from "./editor-names.ts";

/** Where each editor keeps a folder's settings, and under which keys those of its YAML server. */
const editors: Readonly<
  Record<EditorName, { readonly file: string; readonly keys: readonly string[] }>
> = {
  vscode: { file: ".vscode/settings.json", keys: ["yaml.schemas"] },
  zed: {
    file: ".zed/settings.json",
    keys: ["lsp", "yaml-language-server", "settings", "yaml", "schemas"],
  },
};

/** A schema, and the files that it is for. */
export interface EditorSchema {
  readonly name: string;
  readonly files: string;
  readonly schema: Json;
}

export interface WrittenSettings {
  /** What was done, a line each. */
  readonly lines: readonly string[];
  /** False if the author has to add something by hand; the lines say what. */
  readonly isComplete: boolean;
}

/** The folder of the schemas, beside the settings; it may be committed. */
const schemaFolder = ".sapa";

/**
 * Writes the schemas into a folder and adds them to an editor's settings there. What the settings
 * hold already stays as it is, comments too; where nothing can be added, the lines say what is missing.
 * Throws `USE_WRONG` if the folder cannot be written to.
 */
export function writeEditorSettings(
  folder: string,
  editor: EditorName,
  schemas: readonly EditorSchema[],
): WrittenSettings {
  const { file, keys } = editors[editor];
  const lines: string[] = [];
  const path = join(folder, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  let text = before;
  let isComplete = true;
  for (const { name, files, schema } of schemas) {
    const schemaFile = `${schemaFolder}/${name}.schema.json`;
    write(join(folder, schemaFile), `${JSON.stringify(schema, undefined, 2)}\n`);
    lines.push(`wrote ${schemaFile}`);
    const key = `./${schemaFile}`;
    const change = addToJsonc(text, [...keys, key], [files]);
    if (change.kind === "changed") text = change.text;
    else if (change.kind === "refused") {
      isComplete = false;
      const setting = JSON.stringify(nested([...keys, key], [files]));
      lines.push(`${file} stays as it is: ${change.reason}; add to it: ${setting}`);
    } else if (!change.isSame) {
      lines.push(`${file} has its own files for ${key}, which stay`);
    }
  }
  if (text !== before) {
    write(path, text);
    lines.push(`${before === "" ? "wrote" : "added to"} ${file}: ${keys.join(" › ")}`);
  } else if (isComplete) lines.push(`${file} has it all already`);
  return { lines, isComplete };
}

function nested(path: readonly string[], value: Json): Json {
  return path.toReversed().reduce((inner: Json, key) => ({ [key]: inner }), value);
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new BotError("USE_WRONG", `${path} cannot be written`, {
      hint: "Run this in a folder that is yours.",
      cause: error,
    });
  }
}
