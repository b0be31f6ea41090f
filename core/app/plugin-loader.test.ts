import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BotError } from "#core/lib/bot-error.ts";
import { definePlugin } from "#core/plugin/define-plugin.ts";
import { createPluginLoader } from "./plugin-loader.ts";

let folder = "";

/** A plugin's code by hand: without a schema library, which a folder for a moment does not have. */
function code(name: string, apiVersion = 1): string {
  const config = "{ safeParse: (data) => ({ success: true, data }) }";
  return `export default { kind: "provider", name: "${name}", apiVersion: ${apiVersion}, config: ${config}, create() {} };`;
}

/** A plugin that holds what `sapa/plugin` gave it. */
const apiCode = `import * as api from "sapa/plugin";
export default { ...${code("ai-api").slice("export default ".length, -1)}, api };`;

function write(path: string, text: string): void {
  mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, path, "index.ts"), text);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-plugins-"));
  write("plugins/ai-own", code("ai-own"));
  write("plugins/ai-old", code("ai-old", 0));
  write("plugins/ai-posing", code("ai-other"));
  write("plugins/ai-broken", "export default definePlugin(");
  write("plugins/ai-empty", "export const nothing = 1;");
  write("plugins/ai-api", apiCode);
  write("elsewhere/ai-listed", code("ai-listed"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const load = (name: string) => createPluginLoader(folder, ["./elsewhere/ai-listed"]).load(name);

/** Code, message and hint of what `load` throws, in one line. */
async function failure(name: string): Promise<string> {
  try {
    await load(name);
    return "loaded";
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || !("hint" in error)) throw error;
    return `${String(error.code)}: ${error.message}; ${String(error.hint)}`;
  }
}

describe("a plugin", () => {
  test("is found among the built-in ones, in the bot's own folder and in the list", async () => {
    expect((await load("channel-whatsapp-cloud")).kind).toBe("channel");
    expect((await load("ai-own")).name).toBe("ai-own");
    expect((await load("ai-listed")).name).toBe("ai-listed");
  });

  test("in a bot's own folder gets the one sapa/plugin of this process", async () => {
    expect(await load("ai-api")).toMatchObject({ api: { definePlugin, BotError } });
  });

  test("that is not there is told with what was meant", async () => {
    expect(await failure("channel-whatsap-cloud")).toBe(
      'PLUGIN_UNKNOWN: there is no plugin "channel-whatsap-cloud"; did you mean "channel-whatsapp-cloud"?',
    );
    expect(await failure("nothing-like-it")).toStartWith(
      'PLUGIN_UNKNOWN: there is no plugin "nothing-like-it"; installed are: action-http, ai-api, ai-broken, ai-copilot, ai-empty,',
    );
  });

  test("for another version of the API is refused", async () => {
    expect(await failure("ai-old")).toBe(
      "PLUGIN_API: plugin ai-old is written for version 0 of the plugin API, this is version 1; Install the version that fits.",
    );
  });

  test("that calls itself otherwise is refused", async () => {
    expect(await failure("ai-posing")).toContain("calls itself ai-other; Write plugin: ai-other");
  });

  test("that does not load, or is none, says so without a stack", async () => {
    expect(await failure("ai-broken")).toStartWith("PLUGIN_BROKEN: plugin ai-broken does not load");
    expect(await failure("ai-empty")).toStartWith("PLUGIN_INVALID:");
  });
});
