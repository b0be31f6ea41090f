import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { LanguageClient } from "#core/app/testing/language-client.ts";
import { flowJsonSchema } from "#core/flow/flow-json-schema.ts";
import { writeEditorSettings } from "./write-editor-settings.ts";

setDefaultTimeout(60_000);

const schemas = [{ name: "flow", files: "*.flow.yaml", schema: flowJsonSchema() }];
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-editor-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const vscodeSchema = z.object({ "yaml.schemas": z.unknown() });
const zedSchema = z.object({
  lsp: z.object({
    "yaml-language-server": z.object({ settings: z.object({ yaml: z.unknown() }) }),
  }),
});

describe("the settings of an editor", () => {
  test.each([
    [
      "vscode",
      ".vscode/settings.json",
      (text: string) => ({ schemas: vscodeSchema.parse(JSON.parse(text))["yaml.schemas"] }),
    ],
    [
      "zed",
      ".zed/settings.json",
      (text: string) => zedSchema.parse(JSON.parse(text)).lsp["yaml-language-server"].settings.yaml,
    ],
  ] as const)("of %s let its YAML server know our files", async (editor, file, serverSettings) => {
    const { isComplete, lines } = writeEditorSettings(folder, editor, schemas);
    expect(isComplete).toBe(true);
    expect(lines[0]).toBe("wrote .sapa/flow.schema.json");
    const client = new LanguageClient();
    try {
      await client.start({ uri: pathToFileURL(folder).href, settings: serverSettings(read(file)) });
      const uri = pathToFileURL(join(folder, "bots", "tea.flow.yaml")).href;
      const found = await client.open(
        uri,
        "flow: tea\nformat: 1\nsteps:\n  - say: Hi\n    rpley: true\n",
      );
      expect(found.map(({ message }) => message)).toContain("Property rpley is not allowed.");
    } finally {
      await client.stop();
    }
  });

  test("are written once, and stay what they were beside ours", () => {
    mkdirSync(join(folder, ".vscode"));
    const own = '{\n  // Ours\n  "editor.rulers": [100],\n}\n';
    writeFileSync(join(folder, ".vscode/settings.json"), own);
    expect(writeEditorSettings(folder, "vscode", schemas).lines).toContain(
      "added to .vscode/settings.json: yaml.schemas",
    );
    const text = read(".vscode/settings.json");
    expect(text).toStartWith('{\n  // Ours\n  "editor.rulers": [100],\n  "yaml.schemas"');
    expect(writeEditorSettings(folder, "vscode", schemas).lines).toContain(
      ".vscode/settings.json has it all already",
    );
    expect(read(".vscode/settings.json")).toBe(text);
  });

  test("that cannot be written are told as such", () => {
    writeFileSync(join(folder, ".sapa"), "a file");
    expect(() => writeEditorSettings(folder, "zed", schemas)).toThrow("cannot be written");
  });

  test("that cannot be read are left alone, and it is said what to add", () => {
    mkdirSync(join(folder, ".zed"));
    writeFileSync(join(folder, ".zed/settings.json"), "{ lsp: 1 }");
    const { isComplete, lines } = writeEditorSettings(folder, "zed", schemas);
    expect(isComplete).toBe(false);
    expect(lines).toContainEqual(expect.stringContaining("stays as it is: it is not JSON; add"));
    expect(read(".zed/settings.json")).toBe("{ lsp: 1 }");
  });
});
