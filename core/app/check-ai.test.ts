import { describe, expect, test } from "bun:test";
import { loadBot } from "./load-bot.ts";
import { whatsappBot } from "./testing/cli-bot.ts";

const flow = {
  file: "menu.flow.yaml",
  text: "flow: menu\nformat: 1\ntriggers: [{ fallback: {} }]\nsteps:\n  - say: Halo\n",
};
const cepat = "  cepat: { plugin: ai-openai, model: gpt-6-luna, key: { env: OPENAI_API_KEY } }\n";
const lokal =
  '  lokal: { plugin: ai-ollama, host: { env: OLLAMA_HOST }, model: "qwen3:4b", country: here }\n';
const kantor =
  "  kantor: { plugin: ai-copilot, tenant: { env: M365_TENANT_ID }, client: { env: M365_CLIENT_ID }";

async function findings(text: string) {
  const bot = { file: "bot.yaml", text: `${whatsappBot}${text}` };
  const loading = await loadBot({ folder: "/nowhere", bot, flows: [flow], tests: [] });
  return loading.findings.map(({ at, code, severity, message }) => {
    return `${at.line}:${at.column} ${severity} ${code} ${message}`;
  });
}

describe("what bot.yaml says of AI", () => {
  test("is good as the page writes it", async () => {
    const text = `providers:\n${cepat}${lokal}${kantor}, only_for: [owner] }\nai: { default: [cepat, lokal], scope: coffee, tools: { http.post: everybody } }\nlimits: { budget: { contact: 0.50 USD/day } }\n`;
    expect(await findings(text)).toEqual([]);
  });

  test.each<[string, string, readonly string[]]>([
    [
      "a provider on this machine, of which people would be told otherwise",
      `providers:\n${lokal.replace(", country: here", "").replace("host: { env: OLLAMA_HOST }, ", "")}`,
      [
        "13:10 warning BOT_PROVIDER_HERE lokal is on this machine, and people are told that it is outside of it",
      ],
    ],
    [
      "one on another machine",
      `providers:\n${lokal.replace("{ env: OLLAMA_HOST }", '"https://ollama.example"').replace(", country: here", "")}`,
      [],
    ],
    [
      "a provider that is not there",
      `providers:\n${cepat}ai: { default: [cepta] }\n`,
      ['14:17 error BOT_NAME_UNKNOWN there is no provider "cepta"'],
    ],
    [
      "a moderator and a tool that are not there",
      `providers:\n${cepat}ai: { default: [cepat], moderation: cept, tools: { http.pots: everybody } }\n`,
      [
        '14:37 error BOT_NAME_UNKNOWN there is no provider "cept"',
        '14:63 error BOT_NAME_UNKNOWN there is no action "http.pots"',
      ],
    ],
    [
      "knowledge of nobody, and of who finds none",
      `providers:\n${cepat}knowledge: { docs: { provider: kantor }, more: { provider: cepat } }\n`,
      [
        '14:32 error BOT_NAME_UNKNOWN there is no provider "kantor"',
        "14:60 error BOT_KNOWLEDGE_MISSING cepat finds no passages",
      ],
    ],
    [
      "a company's documents for everybody",
      `providers:\n${kantor}, retrieval: {} }\nknowledge: { docs: { provider: kantor } }\n`,
      [
        "13:11 error BOT_PROVIDER_ACTS kantor answers with the rights of a signed-in person, their mail and files included, and everybody could ask it",
      ],
    ],
    [
      "a company's documents where nothing may leave",
      `providers:\n${kantor}, retrieval: {}, only_for: [owner] }\nknowledge: { docs: { provider: kantor } }\nai: { local_only: true }\n`,
      [
        "13:11 warning BOT_PROVIDER_LEAVES kantor is not on this machine, and ai.local_only refuses it",
        "14:32 error BOT_PROVIDER_LEAVES kantor is not on this machine, and ai.local_only refuses it: nothing would be found",
      ],
    ],
    [
      "ears that are not there",
      `providers:\n${cepat}ai: { voice: { provider: cept } }\n`,
      ['14:26 error BOT_NAME_UNKNOWN there is no provider "cept"'],
    ],
    [
      "ears that are none",
      `providers:\n${lokal}ai: { voice: { provider: lokal } }\n`,
      ["14:26 error BOT_VOICE_UNHEARD lokal cannot write voice notes down"],
    ],
    [
      "ears far away, where nothing may leave",
      `providers:\n${cepat}ai: { voice: { provider: cepat }, local_only: true }\n`,
      [
        "13:10 warning BOT_PROVIDER_LEAVES cepat is not on this machine, and ai.local_only refuses it",
        "14:26 error BOT_PROVIDER_LEAVES cepat is not on this machine, and ai.local_only refuses it: no voice note is listened to",
      ],
    ],
    [
      "ears whose price nobody knows, and a budget",
      `providers:\n${cepat}ai: { voice: { provider: cepat } }\nlimits: { budget: { contact: 0.50 USD/day } }\n`,
      [
        "14:26 error BOT_PRICE_UNKNOWN there is a budget, and nobody knows what listening costs with gpt-transcribe: no voice note would be listened to",
      ],
    ],
    [
      "an embedder that is not there",
      `providers:\n${cepat}ai: { default: [cepat], embedder: cept }\n`,
      ['14:35 error BOT_NAME_UNKNOWN there is no provider "cept"'],
    ],
    [
      "an embedder that makes no vectors",
      `providers:\n${lokal}ai: { default: [lokal], embedder: lokal }\n`,
      ["14:35 error BOT_EMBEDDER_MISSING lokal makes no vectors"],
    ],
    [
      "an embedder to which files and questions would leave",
      `providers:\n${lokal}${cepat}ai: { default: [lokal], embedder: cepat, local_only: true }\n`,
      [
        "14:10 warning BOT_PROVIDER_LEAVES cepat is not on this machine, and ai.local_only refuses it",
        "15:35 error BOT_PROVIDER_LEAVES the embedder of cepat is not on this machine, and ai.local_only refuses it",
      ],
    ],
    [
      "an embedder that a budget cannot hold",
      `providers:\n  cepat: { plugin: ai-openai, key: { env: K }, embedding_model: embed-of-tomorrow }\nai: { default: [cepat], embedder: cepat }\nlimits: { budget: { account: 5 USD/month } }\n`,
      [
        "14:35 error BOT_PRICE_UNKNOWN there is a budget, and nobody knows what vectors of cepat cost: none would be made",
      ],
    ],
    [
      "text that may not leave and a provider far away",
      `providers:\n${cepat}${lokal}ai: { default: [lokal, cepat], local_only: true }\n`,
      [
        "15:24 error BOT_PROVIDER_LEAVES cepat is not on this machine, and ai.local_only refuses it",
      ],
    ],
    [
      "the same of one that no flow gets by itself",
      `providers:\n${cepat}${lokal}ai: { default: [lokal], local_only: true }\n`,
      [
        "13:10 warning BOT_PROVIDER_LEAVES cepat is not on this machine, and ai.local_only refuses it",
      ],
    ],
    [
      "a person's own assistant for everybody",
      `providers:\n${kantor} }\n`,
      [
        "13:11 error BOT_PROVIDER_ACTS kantor answers with the rights of a signed-in person, their mail and files included, and everybody could ask it",
      ],
    ],
    [
      "a person's own assistant as a fallback",
      `providers:\n${cepat}${kantor}, only_for: [owner] }\nai: { default: [cepat, kantor] }\n`,
      [
        "15:24 error BOT_PROVIDER_ACTS kantor answers as a signed-in person and is never a fallback",
      ],
    ],
    [
      "a budget in money that no provider takes",
      `providers:\n${cepat}limits: { budget: { account: 200000 IDR/month } }\n`,
      [
        "14:30 error BOT_BUDGET_CURRENCY AI and messages cost US dollars, and this budget is in IDR",
      ],
    ],
    [
      "a budget that nobody can hold",
      `providers:\n${cepat.replace("gpt-6-luna", "gpt-of-tomorrow")}limits: { budget: { account: 20 USD/month } }\n`,
      [
        "13:10 error BOT_PRICE_UNKNOWN there is a budget, and nobody knows what gpt-of-tomorrow costs: cepat would never be asked",
      ],
    ],
  ])("is refused with %s", async (_, text, wanted) => {
    expect(await findings(text)).toEqual([...wanted]);
  });

  test("is not judged by what only the machine knows: where OLLAMA_HOST is", async () => {
    const text = `providers:\n${lokal}ai: { default: [lokal], local_only: true }\n`;
    expect(await findings(text)).toEqual([]);
    const far = text.replace("{ env: OLLAMA_HOST }", "https://ollama.example");
    expect(await findings(far)).toHaveLength(1);
  });
});
