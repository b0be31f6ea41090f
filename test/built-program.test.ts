import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createHmac } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildProgram } from "#core/app/build/build-program.ts";
import { writePdf } from "#core/app/knowledge/testing/write-pdf.ts";
import { freePort } from "./crash/free-port.ts";
import { repository } from "./source-files.ts";
import { waitUntil } from "./wait-until.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

/** Outside of the repository, so that nothing of it can be found from there by accident. */
const folder = mkdtempSync(join(tmpdir(), "sapa-built-"));
const bot = join(folder, "bot");
const secret = "built-app-secret";

const ownPlugin = `import { BotError, definePlugin, pluginApiVersion } from "sapa/plugin";
if (typeof BotError !== "function") throw new Error("sapa/plugin is not whole");
export default definePlugin({
  kind: "provider",
  name: "ai-own",
  apiVersion: pluginApiVersion,
  config: { safeParse: (data) => ({ success: true, data }), parse: (data) => data },
  create: () => ({ capabilities: {} }),
});
`;

beforeAll(async () => {
  await buildProgram(join(folder, "program"));
  cpSync(resolve(repository, "test/bench/bot"), bot, { recursive: true });
  mkdirSync(join(bot, "plugins/ai-own"), { recursive: true });
  writeFileSync(join(bot, "plugins/ai-own/index.ts"), ownPlugin);
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  return Bun.spawn([process.execPath, join(folder, "program/sapa.js"), ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], SAPA_DATA: join(folder, "data"), ...variables },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
}

async function sapa(...args: readonly string[]) {
  const child = start(args);
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, out, err };
}

describe("the built program, away from its source", () => {
  test("tells the version of the package", async () => {
    const { version } = await Bun.file(resolve(repository, "package.json")).json();
    expect(await sapa("--version")).toMatchObject({
      code: 0,
      out: `sapa ${version} (bun ${Bun.version})\n`,
    });
  });

  test("checks a bot, finds its plugins by name and gives a bot's own plugin sapa/plugin", async () => {
    const botYaml = join(bot, "bot.yaml");
    const text = await Bun.file(botYaml).text();
    await Bun.write(botYaml, `${text}providers: { own: { plugin: ai-own, country: here } }\n`);
    const { code, out } = await sapa("check", bot);
    expect(out).toEndWith("1 flow: no problems\n");
    expect(code).toBe(0);
    await Bun.write(botYaml, text.replace("channel-whatsapp-cloud", "channel-whatsapp-clod"));
    expect((await sapa("check", bot)).out).toContain('did you mean "channel-whatsapp-cloud"?');
    await Bun.write(botYaml, text);
  });

  test("reads PDFs in a process of its own", async () => {
    const botYaml = join(bot, "bot.yaml");
    const text = await Bun.file(botYaml).text();
    await Bun.write(botYaml, `${text}knowledge: { menu: menu }\n`);
    await Bun.write(join(bot, "menu/brosur.pdf"), writePdf(["Halo", "Kopi susu 18.000"]));
    expect(await sapa("knowledge", "search", "menu", "kopi", "--bot", bot)).toMatchObject({
      code: 0,
      out: "brosur.pdf#page=2  (words 1, score 0.0164)\n    Kopi susu 18.000\n",
    });
    await Bun.write(botYaml, text);
  });

  test("asks the vendors of AI by their own kits, which lie beside it", async () => {
    const botYaml = join(bot, "bot.yaml");
    const text = await Bun.file(botYaml).text();
    const asked = new Set<string>();
    const vendor = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch(request) {
        asked.add(new URL(request.url).pathname);
        return Response.json({ object: "list", data: [{ id: "m" }], models: [], version: "1" });
      },
    });
    const openai = `{ plugin: ai-openai, base_url: "${vendor.url.origin}/v1", model: m, api: chat }`;
    const ollama = `{ plugin: ai-ollama, host: "${vendor.url.origin}", model: m }`;
    await Bun.write(botYaml, `${text}providers: { one: ${openai}, two: ${ollama} }\n`);
    try {
      const { out } = await sapa("provider", "check", "--bot", bot, "--json");
      expect(out).not.toContain("Cannot find");
      expect([...asked]).toContain("/v1/models");
      expect([...asked].some((path) => path.startsWith("/api/"))).toBeTrue();
    } finally {
      await vendor.stop(true);
      await Bun.write(botYaml, text);
    }
  });

  test.each([
    ["@azure/msal-node", "PublicClientApplication"],
    ["@microsoft/microsoft-graph-client", "Client"],
    ["ollama/browser", "Ollama"],
    ["openai", "OpenAI"],
  ])("%s lies beside it", async (kit, name) => {
    const path = Bun.resolveSync(kit, join(folder, "program"));
    const module: Readonly<Record<string, unknown>> = await import(path);
    expect(path).toStartWith(join(folder, "program/node_modules"));
    expect(module[name]).toBeFunction();
  });

  test("plays a bot's tests", async () => {
    const flows = resolve(repository, "flows");
    expect(await sapa("test", flows, "--filter", "menu")).toMatchObject({ code: 0, err: "" });
  });

  // The second start looks at no flow, and compiles the one that the message is for.
  const starts = ["first", "second"];
  test.each(starts)(
    "answers a signed webhook after a %s start and stops in good order",
    async (time) => {
      const isChecked = await Bun.file(join(folder, "data/checked-flows.json")).exists();
      expect(isChecked).toBe(time === "second");
      const replies: unknown[] = [];
      const graph = Bun.serve({
        port: 0,
        hostname: "127.0.0.1",
        async fetch(request) {
          if (request.method === "POST") replies.push(await request.json());
          return Response.json({ messages: [{ id: "wamid.reply" }] });
        },
      });
      const port = freePort();
      const url = `http://127.0.0.1:${port}`;
      const child = start(["run", bot], {
        SAPA_PORT: String(port),
        SAPA_HOST: "127.0.0.1",
        WHATSAPP_ACCESS_TOKEN: "token",
        WHATSAPP_APP_SECRET: secret,
        WHATSAPP_VERIFY_TOKEN: "verify",
        WHATSAPP_PHONE_NUMBER_ID: "200000000000002",
        WHATSAPP_GRAPH_URL: graph.url.origin,
      });
      try {
        const isReady = async () =>
          (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true;
        expect(await waitUntil(isReady, 30_000)).toBe(true);
        const body = JSON.stringify(webhook(`wamid.${time}`, Math.floor(Date.now() / 1_000)));
        const signature = createHmac("sha256", secret).update(body).digest("hex");
        const post = (sign: string) =>
          fetch(`${url}/webhooks/whatsapp`, {
            method: "POST",
            headers: {
              "content-type": "application/json",
              "x-hub-signature-256": `sha256=${sign}`,
            },
            body,
          });
        expect((await post("0".repeat(64))).status).toBe(401);
        expect((await post(signature)).status).toBe(200);
        expect(await waitUntil(() => replies.length > 0, 30_000)).toBe(true);
        expect(replies[0]).toMatchObject({ type: "text", text: { body: "You said echo hello" } });
      } finally {
        child.kill("SIGTERM");
        expect(await child.exited).toBe(0);
        await graph.stop(true);
      }
    },
  );
});

function webhook(id: string, timestamp: number) {
  const phone = "6281200000001";
  const text = { body: "echo hello" };
  const message = { from: phone, id, timestamp: `${timestamp}`, type: "text", text };
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "6281100000001", phone_number_id: "200000000000002" },
    contacts: [{ profile: { name: "Sari" }, wa_id: phone }],
    messages: [message],
  };
  const change = { field: "messages", value };
  return { object: "whatsapp_business_account", entry: [{ id: "1", changes: [change] }] };
}
