import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createQuietLog } from "sapa/plugin/testing";
import { z } from "zod";
import { toAiSettings } from "#core/app/ai-settings.ts";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { loadBot } from "#core/app/load-bot.ts";
import { realClock } from "#core/app/real-clock.ts";
import { scriptedProvider } from "#core/engine/ai/testing/scripted-provider.ts";
import { accountId } from "#core/lib/ids.ts";
import { placeOf } from "#core/model/ports/knowledge.ts";
import { openBotKnowledge } from "./open-bot-knowledge.ts";
import { toVector } from "./testing/concept-vectors.ts";
import { writePdf } from "./testing/write-pdf.ts";
import { thisProgram } from "./this-program.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(120_000);

/** An Ollama that makes vectors, and says what it was asked. */
function startOllama() {
  const asked: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { input } = z.object({ input: z.array(z.string()) }).parse(await request.json());
      asked.push(...input);
      const embeddings = input.map((text) => [...toVector(text)]);
      return Response.json({ model: "concepts", embeddings, prompt_eval_count: 3 });
    },
  });
  return { url: server.url.origin, asked, stop: () => server.stop(true) };
}

let folder = "";
let ollama: ReturnType<typeof startOllama>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-bot-knowledge-"));
  mkdirSync(join(folder, "menu"));
  mkdirSync(join(folder, "data"));
  ollama = startOllama();
  const bot = `bot: kopi
format: 1
name: Kopi
human: { queue: kasir }
channels:
  wa:
    plugin: channel-whatsapp-cloud
    phone_number_id: "1"
    token: { env: A }
    app_secrets: { env: B }
    verify_token: { env: C }
providers:
  lokal: { plugin: ai-ollama, host: "${ollama.url}", model: m, embedding_model: concepts }
ai: { default: [lokal], embedder: lokal, local_only: true }
knowledge: { menu: menu }
`;
  writeFileSync(join(folder, "bot.yaml"), bot);
});
afterEach(async () => {
  await ollama.stop();
  rmSync(folder, { recursive: true });
});

async function open() {
  const { bot, findings } = await loadBot(readBotFolder(folder));
  if (bot === undefined) throw new Error(JSON.stringify(findings));
  const log = createQuietLog();
  const embedder = {
    model: "concepts",
    embed: (texts: readonly string[]) => Promise.resolve({ vectors: texts.map(toVector) }),
  };
  const recorded: unknown[] = [];
  const provider = scriptedProvider(realClock, [], { name: "lokal", embedder });
  const knowledge = openBotKnowledge(bot, {
    dataFolder: join(folder, "data"),
    providers: new Map([["lokal", provider]]),
    settings: toAiSettings(bot.config),
    account: accountId("wa"),
    store: {
      reserve: () => Promise.reject(new Error("it costs nothing")),
      settle: () => Promise.reject(new Error("it costs nothing")),
    },
    records: {
      putBotAiUsage({ provider, model, costMicroUsd }) {
        recorded.push([provider, model, costMicroUsd]);
        return Promise.resolve();
      },
    },
    clock: realClock,
    log,
  });
  const waitFor = async (isThere: () => boolean | Promise<boolean>) => {
    const untilAt = realClock.now() + 60_000;
    while (!(await isThere())) {
      if (realClock.now() > untilAt) throw new Error(JSON.stringify(log.lines));
      await new Promise<void>((resolve) => void realClock.after(50, resolve));
    }
  };
  const count = (event: string) => log.lines.filter((line) => line.event === event).length;
  return { knowledge, log, waitFor, count, recorded };
}

test("a running bot reads what is put into a folder, and has its vectors made", async () => {
  writeFileSync(join(folder, "menu/jam.md"), "Buka pukul delapan");
  const { knowledge, waitFor, count, log, recorded } = await open();
  knowledge.start();
  await waitFor(() => count("knowledge.embedded") === 1);
  mkdirSync(join(folder, "menu/baru"));
  writeFileSync(join(folder, "menu/baru/antar.pdf"), writePdf(["Kurir berangkat setiap jam"]));
  await waitFor(() => count("knowledge.embedded") === 2);
  const found = await knowledge.source.knowledge?.search(["menu"], "delivery?", (question) =>
    Promise.resolve(toVector(question)),
  );
  expect(found?.map(placeOf)).toEqual(["baru/antar.pdf#page=1"]);
  knowledge.close();
  const once = ["lokal", "concepts", 0];
  expect(recorded).toEqual([once, once]);
  expect(log.lines.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);

  const child = Bun.spawn(
    [...thisProgram(), "knowledge", "search", "menu", "delivery?", "--bot", folder],
    {
      env: { PATH: process.env["PATH"], SAPA_DATA: join(folder, "data") },
      stdout: "pipe",
      stderr: "pipe",
    },
  );
  const out = await child.stdout.text();
  expect([out, await child.stderr.text()]).toEqual([
    "baru/antar.pdf#page=1  (meaning 1, score 0.0164)\n    Kurir berangkat setiap jam\n",
    "",
  ]);
  expect(ollama.asked).toEqual(["delivery?"]);
});
