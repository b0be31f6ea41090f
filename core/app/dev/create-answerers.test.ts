import { expect, test } from "bun:test";
import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { openMemoryStore } from "#core/app/flow-test/simulated-bot.ts";
import { openProviders, type ReadyProvider } from "#core/app/open-providers.ts";
import { createPluginLoader } from "#core/app/plugin-loader.ts";
import { realNet } from "#core/app/real-net.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { createAnswerers } from "./create-answerers.ts";

const loader = createPluginLoader(".", []);

async function open(variables: Record<string, string>) {
  const plugin = await loader.load("ai-scripted");
  if (plugin.kind !== "provider") throw new Error("no provider");
  const settings = { otherwise: "by the rules" };
  const own: ReadyProvider = { name: "faq", plugin, settings, secrets: [], problems: [] };
  const hidden: string[] = [];
  const hide = (secrets: readonly string[]) => hidden.push(...secrets);
  const answerers = createAnswerers({ loader, variables, net: realNet, hide });
  const ports = { clock: new VirtualClock(0), random: new SeededRandom(1), log: createQuietLog() };
  const { records } = openMemoryStore(openMemoryDatabase(), ports);
  /** What the bot has after a start. */
  function start() {
    const opened = openProviders([answerers.over(own)], { ...ports, records, net: realNet });
    return opened.providers.get("faq");
  }
  return { answerers, start, hidden };
}

async function ask(provider: ReturnType<Awaited<ReturnType<typeof open>>["start"]>) {
  const messages = [{ role: "user", parts: [{ kind: "text", text: "halo" }] }] as const;
  const events = provider?.stream({ messages, maxTokens: 50 }, new AbortController().signal) ?? [];
  let said = "";
  for await (const event of events) if (event.kind === "text") said += event.text;
  return said;
}

test("an echo takes the providers' place at the next start, and goes again", async () => {
  const { answerers, start } = await open({});
  expect(await ask(start())).toBe("by the rules");
  expect(await answerers.choose("echo")).toBeUndefined();
  expect(answerers.chosen).toBe("echo");
  expect(await ask(start())).toBe("halo");
  await answerers.choose("own");
  expect(await ask(start())).toBe("by the rules");
});

test("OpenAI needs a key, which never comes to the log", async () => {
  const without = await open({ OPENAI_API_KEY: " " });
  expect(await without.answerers.choose("openai")).toBe("no-key");
  expect(without.answerers.chosen).toBe("own");
  const { answerers, start, hidden } = await open({ OPENAI_API_KEY: "sk-1" });
  expect(await answerers.choose("openai")).toBeUndefined();
  expect(start()?.capabilities.dataLeavesHost).toBe(true);
  expect(hidden).toEqual(["sk-1"]);
});

test("Ollama answers with the first model that it has", async () => {
  let models: readonly { readonly name: string }[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => Response.json({ models }),
  });
  const host = `127.0.0.1:${server.port}`;
  try {
    const { answerers, start } = await open({ OLLAMA_HOST: host });
    expect(await answerers.choose("ollama")).toBe("no-model");
    models = [{ name: "qwen3:4b" }, { name: "other" }];
    expect(await answerers.choose("ollama")).toBeUndefined();
    expect(start()?.model).toBe("qwen3:4b");
  } finally {
    await server.stop(true);
  }
  const gone = await open({ OLLAMA_HOST: host });
  expect(await gone.answerers.choose("ollama")).toBe("no-ollama");
});
