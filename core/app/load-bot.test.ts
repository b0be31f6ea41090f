import { describe, expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { type BotFile, readBotFolder } from "./bot-folder.ts";
import { loadBot } from "./load-bot.ts";

const example = fileURLToPath(new URL("../../flows/", import.meta.url));

const whatsapp = `channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: WHATSAPP_PHONE_NUMBER_ID }
    token: { env: WHATSAPP_ACCESS_TOKEN }
    app_secrets: { env: WHATSAPP_APP_SECRET }
    verify_token: { env: WHATSAPP_VERIFY_TOKEN }
`;
const head = "bot: kopi\nformat: 1\nname: Kopi\n";
const human = "human: { queue: kasir }\n";
const menuFlow = {
  file: "menu.flow.yaml",
  text: "flow: menu\nformat: 1\ntriggers: [{ fallback: {} }]\nsteps:\n  - say: Halo\n",
};

async function findings(text: string, flows: readonly BotFile[] = [menuFlow]) {
  const bot = { file: "bot.yaml", text };
  const loading = await loadBot({ folder: "/nowhere", bot, flows, tests: [] });
  return loading.findings.map(
    ({ at, code, message, hint }) =>
      `${at.file}:${at.line}:${at.column} ${code} ${message}${hint === undefined ? "" : ` (${hint})`}`,
  );
}

describe("a bot's folder", () => {
  test("of the example loads whole, without a finding", async () => {
    const folder = readBotFolder(example);
    const { bot, findings: told } = await loadBot(folder);
    expect(told).toEqual([]);
    expect(bot?.programs.length).toBe(folder.flows.length);
    expect(bot?.accounts.map(({ account }) => String(account))).toEqual(["whatsapp"]);
    expect(bot?.catalog.channels[0]?.capabilities.buttons?.max).toBe(3);
    expect(bot?.templates.map(({ name, language }) => `${name} ${language}`)).toEqual([
      "order_reminder id",
      "order_reminder en",
    ]);
    expect(bot?.templates).toEqual([...(bot?.declared ?? [])]);
  });

  test("that says of a provider what is the host's to know has nothing to say", async () => {
    const own = "limit: 20/min, only_for: [owner], company: Senja, country: here";
    const provider = `providers: { lokal: { plugin: ai-ollama, model: "qwen3:4b", ${own} } }\n`;
    expect(await findings(head + human + whatsapp + provider)).toEqual([]);
  });

  test("is warned of a budget that may hold no answer, by what messages cost here", async () => {
    const small = "limits: { budget: { contact: 0.05 USD/day, account: 20 USD/month } }\n";
    expect(await findings(head + human + whatsapp + small)).toEqual([
      "bot.yaml:12:30 BOT_BUDGET_SMALL a message of whatsapp may cost 0.055 USD where it is dearest, and what is kept for last words as much: people may get no answer (raise it to 0.165 USD or more, or write what messages cost in your countries: prices under whatsapp)",
    ]);
    const rates = '    prices: { "*": { marketing: 0.01, utility: 0.01, authentication: 0.01 } }\n';
    expect(await findings(head + human + whatsapp + rates + small)).toEqual([]);
  });

  test("that is good has nothing to say", async () => {
    expect(await findings(head + human + whatsapp)).toEqual([]);
  });

  const mistakes: readonly (readonly [name: string, text: string, wanted: string])[] = [
    [
      "a way to a person that is missing on WhatsApp",
      head + whatsapp,
      'bot.yaml:5:3 BOT_HUMAN_MISSING "human" is missing: channel-whatsapp-cloud is for bots that offer a way to a person (write human: { queue: helpdesk, reply_within: 2h })',
    ],
    [
      "a plugin that is not there",
      `${head}${human}channels:\n  wa: { plugin: channel-whatsapp-clod }\n`,
      'bot.yaml:6:17 BOT_PLUGIN_UNKNOWN there is no plugin "channel-whatsapp-clod" (did you mean "channel-whatsapp-cloud"?)',
    ],
    [
      "a key that the plugin does not know",
      `${head}${human}${whatsapp}    graph_vresion: v26.0\n`,
      'bot.yaml:12:5 BOT_KEY_UNKNOWN unknown key "graph_vresion" (did you mean "graph_version"?)',
    ],
    [
      "a value that the plugin refuses",
      `${head}${human}${whatsapp}    graph_version: latest\n`,
      "bot.yaml:12:20 BOT_VALUE_INVALID a version looks like v26.0",
    ],
    [
      "a menu without its flow",
      `${head}menu: menuu\n${human}${whatsapp}`,
      'bot.yaml:4:7 BOT_NAME_UNKNOWN there is no flow "menuu" (did you mean "menu"?)',
    ],
    [
      "a provider that nothing declares",
      `${head}${human}${whatsapp}ai: { default: [cepat] }\n`,
      'bot.yaml:12:17 BOT_NAME_UNKNOWN there is no provider "cepat" (there is none)',
    ],
    [
      "a secret that flows would see",
      `${head}${human}${whatsapp}flows: { env: [SHOP_URL, WHATSAPP_ACCESS_TOKEN] }\n`,
      "bot.yaml:12:26 BOT_ENV_SECRET WHATSAPP_ACCESS_TOKEN is the bot's own token and must not be seen by flows (take it out of flows.env)",
    ],
    [
      "a bot that can talk nowhere",
      `${head}channels: {}\n`,
      "bot.yaml:4:11 BOT_CHANNEL_MISSING the bot has no channel (name at least one account, such as whatsapp: { plugin: channel-whatsapp-cloud })",
    ],
  ];
  for (const [name, text, wanted] of mistakes) {
    test(`is refused for ${name}`, async () => expect(await findings(text)).toEqual([wanted]));
  }

  test("may declare templates, and is held to them", async () => {
    const told = async (name: string, content: string) => {
      const text = `${head}${human}locales: [id]\nwindow_closed: { hold: 1d, template: lanjut }\n${whatsapp}`;
      const template = `template: ${name}\nformat: 1\ncategory: utility\n${content}\n`;
      const { findings: found } = await loadBot({
        folder: "/nowhere",
        bot: { file: "bot.yaml", text },
        flows: [menuFlow],
        tests: [],
        templates: [{ file: `templates/${name}.yaml`, text: template }],
      });
      return found.map(
        ({ at, code, hint }) => `${at.file}:${at.line}:${at.column} ${code} ${hint}`,
      );
    };
    const id = "languages: { id: { body: Kami sudah membalas. } }";
    expect(await told("lanjut", id)).toEqual([]);
    expect(await told("lanjutt", id)).toEqual([
      'bot.yaml:6:38 BOT_NAME_UNKNOWN did you mean "lanjutt"?',
    ]);
    expect(await told("lanjut", "languages: { en: { body: We have answered. } }")).toEqual([
      "bot.yaml:6:38 BOT_TEMPLATE_UNFIT declare it in each language of the bot",
    ]);
    const filled =
      'variables: [Sari]\nlanguages: { id: { body: "Halo Kak {{1}}, sudah kami balas." } }';
    expect(await told("lanjut", filled)).toEqual([
      "bot.yaml:6:38 BOT_TEMPLATE_UNFIT name one without variables: nobody is there to fill them in",
    ]);
    expect(await told("lanjut", "languages: { id: { bdoy: Halo. } }")).toEqual([
      'templates/lanjut.yaml:4:20 TEMPLATE_KEY_UNKNOWN did you mean "body"?',
    ]);
  });

  test("tells the mistakes of bot.yaml and of the flows together", async () => {
    const broken = { file: "a.flow.yaml", text: "flow: a\nformat: 1\nstep: []\n" };
    const files = (await findings("bot: x\n", [broken])).map((line) => line.split(":")[0]);
    expect(new Set(files)).toEqual(new Set(["bot.yaml", "a.flow.yaml"]));
  });

  const asking = (ai: string) => ({
    file: "menu.flow.yaml",
    text: `flow: menu\nformat: 1\ntriggers: [{ fallback: {} }]\nsteps:\n  - ai: ${ai}\n    id: a\n    say: true\n`,
  });
  const scripted = "providers:\n  kedai: { plugin: ai-scripted }\n";

  test("knows the providers of bot.yaml, what they can do, and what they may talk about", async () => {
    const text = head + human + whatsapp + scripted;
    expect(await findings(text, [asking('"{{ message.text }}"')])).toEqual([
      'menu.flow.yaml:5:5 FLOW_PROVIDER_MISSING "ai" asks an AI, and the bot has no provider for it (name one under providers of bot.yaml, and ai: { default: [<its name>] })',
      'menu.flow.yaml:5:5 FLOW_SCOPE_MISSING "scope" is missing: on whatsapp an AI may not talk about everything (say what it is for: ai: { scope: "orders and opening hours of …" }, or ai: { scope: … } in bot.yaml for all)',
    ]);
    const intent = {
      file: "menu.flow.yaml",
      text: "flow: menu\nformat: 1\ntriggers: [{ intent: asks for the menu }]\nsteps:\n  - say: Hi\n",
    };
    expect(await findings(text, [intent])).toEqual([
      'menu.flow.yaml:3:14 FLOW_PROVIDER_MISSING "intent" asks an AI, and the bot has no provider for it (name one under providers of bot.yaml, and ai: { default: [<its name>] })',
    ]);
    const whole = `${text}ai: { default: [kedai], scope: orders }\n`;
    expect(await findings(whole, [asking('"{{ message.text }}"')])).toEqual([]);
    const tools = asking('{ prompt: "{{ message.text }}", provider: kedai, tools: [http.get] }');
    expect(await findings(whole, [tools])).toEqual([
      'menu.flow.yaml:5:51 FLOW_PROVIDER_CANNOT "kedai" cannot run tools',
    ]);
  });

  test("shows no secret when what stands in the environment does not fit", async () => {
    const text = `${head}${human}channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: HOME }
    token: { env: WHATSAPP_ACCESS_TOKEN }
    app_secrets: { env: WHATSAPP_APP_SECRET }
    verify_token: { env: WHATSAPP_VERIFY_TOKEN }
`;
    expect(await findings(text)).toEqual([]);
  });
});
