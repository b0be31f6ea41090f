import { describe, expect, test } from "bun:test";
import { readBot } from "./read-bot.ts";

/** The example of the page on bot.yaml, whole. */
const whole = `# yaml-language-server: $schema=../core/config/bot.schema.json
bot: kopi-senja
format: 1
name: Kopi Senja
operator: CV Kopi Senja, Bandung          # who the person is told is answering
locales: [id, en]                         # the first is the default
time_zone: Asia/Jakarta
hours: { mon-fri: "08:00-20:00", sat: "09:00-17:00", except: { "2026-12-25": closed } }
menu: menu                                # the flow that \`menu\` starts
human: { queue: kasir, reply_within: 2h } # a way to a person: required on WhatsApp

channels:
  whatsapp:                               # the account's name: /webhooks/whatsapp
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: WHATSAPP_PHONE_NUMBER_ID }
    token: { env: WHATSAPP_ACCESS_TOKEN }
    app_secrets: { env: WHATSAPP_APP_SECRET }
    verify_token: { env: WHATSAPP_VERIFY_TOKEN }

providers:
  cepat: { plugin: ai-openai, model: gpt-6-luna, key: { env: OPENAI_API_KEY } }
  lokal: { plugin: ai-ollama, host: { env: OLLAMA_HOST }, model: "qwen3:4b" }
  kantor: { plugin: ai-copilot, tenant: { env: M365_TENANT_ID }, client: { env: M365_CLIENT_ID }, only_for: [owner] }
ai: { default: [cepat, lokal], local_only: false, scope: "orders, menu, opening hours and delivery of Kopi Senja" }

purposes:
  service: { basis: notice, keeps: 180d }
  marketing: { basis: ask, expires: 365d }

limits:
  contact: 20/min
  account: { sends: 60/s, pair: { every: 6s, burst: 10 } }
  budget: { contact: 0.05 USD/day, account: 20 USD/month }
intake: { stale_after: 1h, debounce: 1500ms }
retention: { messages: 180d, media: 30d, raw: 30d, ai: 30d }

operators:
  - { contact: "ID.11111111111111111111", name: Rani, role: owner }
flows: { env: [SHOP_URL], require_coverage: 90 }
plugins: []                               # local folders and packages beside the built-in ones
`;

const head = "bot: kopi\nformat: 1\nname: Kopi\n";
const channels = "channels:\n  web: { plugin: channel-web }\n";

/** `line:column CODE message (hint)`, one a finding. */
function findings(text: string): readonly string[] {
  return readBot("bot.yaml", text).findings.map(
    ({ at, code, message, hint }) =>
      `${at.line}:${at.column} ${code} ${message}${hint === undefined ? "" : ` (${hint})`}`,
  );
}

describe("bot.yaml", () => {
  test("reads as the page shows it", () => {
    expect(findings(whole)).toEqual([]);
    const { config } = readBot("bot.yaml", whole);
    expect(config?.id).toBe("kopi-senja");
    expect(config?.retention.rawMs).toBe(30 * 86_400_000);
  });

  const mistakes: readonly (readonly [name: string, text: string, wanted: readonly string[]])[] = [
    [
      "an unknown key",
      `${head}time_zon: Asia/Jakarta\n${channels}`,
      ['4:1 BOT_KEY_UNKNOWN unknown key "time_zon" (did you mean "time_zone"?)'],
    ],
    [
      "a nested unknown key",
      `${head}${channels}human: { queue: kasir, reply_witin: 2h }\n`,
      ['6:24 BOT_KEY_UNKNOWN unknown key "reply_witin" (did you mean "reply_within"?)'],
    ],
    [
      "a missing key",
      "bot: kopi\nformat: 1\nchannels: {}\n",
      ['1:1 BOT_KEY_MISSING "name" is missing (What the bot is called in its texts.)'],
    ],
    [
      "another format",
      `bot: kopi\nformat: 2\nname: K\n${channels}`,
      ['2:9 BOT_VALUE_UNKNOWN "format" cannot be 2 (it can be 1)'],
    ],
    [
      "a duration, at its first bad character",
      `${head}${channels}intake: { stale_after: 1h3x }\n`,
      [
        '6:26 BOT_VALUE_INVALID "1h3x" is not a duration; write one like 1500ms, 30s, 15m, 2h, 7d or 1h30m',
      ],
    ],
    [
      "a duration without a unit",
      `${head}${channels}intake: { stale_after: 60 }\n`,
      [
        '6:24 BOT_VALUE_TYPE "stale_after" needs a unit, here it is 60 (write 60s, 60m, 60h or 60d)',
      ],
    ],
    [
      "a rate",
      `${head}${channels}limits: { contact: 20 a minute }\n`,
      [
        '6:20 BOT_VALUE_INVALID "20 a minute" is not a rate; write one like 60/s, 20/min, 100/h or 1000/day',
      ],
    ],
    [
      "money without a period",
      `${head}${channels}limits:\n  budget: { contact: 0.05 USD }\n`,
      [
        '7:30 BOT_VALUE_INVALID "0.05 USD" is not money over time; write one like 0.05 USD/day or 20 USD/month',
      ],
    ],
    [
      "a time zone",
      `${head}time_zone: Jakarta\n${channels}`,
      ["4:12 BOT_VALUE_INVALID this is no time zone; write one like Asia/Jakarta"],
    ],
    [
      "a day of the week",
      `${head}hours: { mon-fry: "08:00-20:00" }\n${channels}`,
      ['4:19 BOT_VALUE_INVALID "mon-fry" is not a day of the week (did you mean "mon-fri"?)'],
    ],
    [
      "an opening time",
      `${head}hours: { sat: 9-17 }\n${channels}`,
      ['4:15 BOT_VALUE_INVALID write opening times like "08:00-20:00", in quotes'],
    ],
    [
      "a language",
      `${head}locales: [indonesian]\n${channels}`,
      ["4:11 BOT_VALUE_INVALID write a language like id, en or pt-BR"],
    ],
    [
      "a country in place of a language",
      `${head}locales: [idn, en]\n${channels}`,
      ['4:11 BOT_VALUE_INVALID there is no language "idn" (did you mean "id"?)'],
    ],
    [
      "a three-letter code",
      `${head}locales: [eng]\n${channels}`,
      ['4:11 BOT_VALUE_INVALID there is no language "eng" (did you mean "en"?)'],
    ],
    [
      "a secret in the file",
      `${head}channels:\n  wa:\n    plugin: channel-x\n    token: EAAG123\n`,
      [
        "7:12 BOT_SECRET_WRITTEN the value of token stands in the file, where others can read it (put it into the environment or .env and write token: { env: NAME_OF_IT })",
      ],
    ],
    [
      "a secret in a header",
      `${head}${channels}actions:\n  http:\n    plugin: action-http\n    headers: { Authorization: Bearer abc, x-api-key: def, accept: x }\n`,
      [
        "9:31 BOT_SECRET_WRITTEN the value of Authorization stands in the file, where others can read it (put it into the environment or .env and write Authorization: { env: NAME_OF_IT })",
        "9:54 BOT_SECRET_WRITTEN the value of x-api-key stands in the file, where others can read it (put it into the environment or .env and write x-api-key: { env: NAME_OF_IT })",
      ],
    ],
    [
      "an operator who is named twice",
      `${head}${channels}operators:\n  - { contact: "62811 1234567", name: Rani, role: owner }\n  - { contact: ID.2, name: Rani, role: owner }\n  - { contact: "+62-811-1234567", name: Rani, role: viewer }\n`,
      [
        "9:16 BOT_VALUE_INVALID +62-811-1234567 stands here twice: which role counts would be a guess",
      ],
    ],
    [
      "a reference to nothing",
      `${head}channels:\n  wa:\n    plugin: channel-x\n    token: { env: lower }\n`,
      [
        "7:12 BOT_VALUE_INVALID this names no environment variable and no file (write { env: NAME_IN_CAPITALS } or { file: path/to/secret })",
      ],
    ],
    [
      "an account's name",
      `${head}channels:\n  Whats App: { plugin: channel-x }\n`,
      ["5:3 BOT_VALUE_INVALID write a small letter first, then small letters, digits, - or _"],
    ],
    [
      "a role",
      `${head}${channels}operators:\n  - { contact: x, name: Rani, role: onwer }\n`,
      ['7:37 BOT_VALUE_UNKNOWN "role" cannot be "onwer" (did you mean "owner"?)'],
    ],
  ];
  for (const [name, text, wanted] of mistakes) {
    test(`says what is wrong with ${name}, and where`, () => {
      expect(findings(text)).toEqual([...wanted]);
      expect(readBot("bot.yaml", text).config).toBeUndefined();
    });
  }

  test("tells all mistakes at once, in the order of the file", () => {
    const text = "bot: Kopi\nformat: 1\nnam: x\nlocales: []\nchannels: { a: 1 }\nmenus: x\n";
    const lines = findings(text).map((line) => Number(line.split(":")[0]));
    expect(lines).toEqual([1, 3, 4, 5, 6]);
  });

  test("that is broken YAML is told as such", () => {
    const { findings: told, config } = readBot("bot.yaml", 'bot: "kopi\nformat: 1\n');
    expect(config).toBeUndefined();
    expect(told[0]).toMatchObject({ code: "YAML_QUOTE_OPEN", at: { line: 1, column: 6 } });
  });
});
