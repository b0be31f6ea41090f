import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { teaBot } from "#core/app/flow-test/testing/tea-house.ts";
import { collectEditorSchemas } from "./editor-schemas.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-schemas-"));
  const plugin = join(folder, "plugins", "action-shop");
  mkdirSync(plugin, { recursive: true });
  writeFileSync(
    join(plugin, "index.ts"),
    `import { definePlugin, pluginApiVersion } from "${import.meta.resolve("sapa/plugin")}"; import { z } from "${import.meta.resolve("zod")}";
export default definePlugin({
  kind: "action",
  name: "action-shop",
  apiVersion: pluginApiVersion,
  config: z.strictObject({ town: z.string().describe("Where the shop is.") }),
  actions: [
    {
      name: "price",
      about: "Looks a price up.",
      input: z.strictObject({ sku: z.string().describe("What it is of.") }),
      output: z.number(),
      isIdempotent: true,
    },
  ],
  create: () => async () => ({ kind: "done", output: 1 }),
});
`,
  );
  mkdirSync(join(folder, "plugins", "ai-broken"));
  writeFileSync(join(folder, "plugins", "ai-broken", "index.ts"), "export default 1;\n");
  const actions = "actions: { shop: { plugin: action-shop, town: Bandung } }\n";
  writeFileSync(join(folder, "bot.yaml"), `${teaBot}${actions}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the schemas of a bot have the keys of its own plugins and of the built-in ones", async () => {
  const { flow, bot } = await collectEditorSchemas(folder);
  const [flowText, botText] = [JSON.stringify(flow), JSON.stringify(bot)];
  for (const name of ["shop.price", "http.post"]) {
    expect(flowText).toContain(`{"properties":{"run":{"const":"${name}"}},"required":["run"]}`);
  }
  expect(flowText).toContain("What it is of.");
  for (const name of ["action-shop", "action-http", "channel-whatsapp-cloud", "ai-scripted"]) {
    expect(botText).toContain(`"settings_${name}"`);
  }
  expect(botText).toContain("Where the shop is.");
  expect(botText).not.toContain("ai-broken");
});

test("a folder that was named and is no bot is told", async () => {
  const answer = await collectEditorSchemas(join(folder, "plugins")).catch(
    (error: unknown) => error,
  );
  expect(answer).toMatchObject({ code: "BOT_MISSING" });
});
