import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { dayMs, hourMs, minuteMs, secondMs } from "#core/lib/millis.ts";
import { botJsonSchema } from "./bot-json-schema.ts";
import { botSchema } from "./bot-schema.ts";

const least = {
  bot: "warung",
  format: 1,
  name: "Warung",
  channels: { web: { plugin: "channel-web" } },
};

describe("the schema of bot.yaml", () => {
  test("fills in every default", () => {
    const bot: unknown = botSchema.parse(least);
    expect(bot).toEqual({
      id: "warung",
      name: "Warung",
      locales: ["en"],
      timeZone: "UTC",
      channels: { web: { plugin: "channel-web" } },
      providers: {},
      actions: {},
      ai: { default: [], localOnly: false, tools: {} },
      purposes: { service: { basis: "notice" } },
      consent: { isToldFirst: true },
      limits: {
        over: "drop",
        loops: { after: 12, pauseMs: 15_000, silentMs: 1_800_000 },
        flows: {},
        contact: { count: 20, periodMs: minuteMs },
        account: {
          sends: { count: 60, periodMs: secondMs },
          pair: { everyMs: 6 * secondMs, burst: 10 },
        },
      },
      intake: { staleAfterMs: hourMs, debounceMs: 0, mediaMaxBytes: 104_857_600 },
      retention: {
        messagesMs: 180 * dayMs,
        mediaMs: 30 * dayMs,
        rawMs: 30 * dayMs,
        aiMs: 30 * dayMs,
      },
      operators: [],
      knowledge: {},
      retrieval: {},
      flows: { env: [], mergeTexts: true },
      plugins: [],
    });
  });

  test("reads durations, rates and money into numbers with units", () => {
    const bot = botSchema.parse({
      ...least,
      human: { queue: "kasir", reply_within: "2h" },
      limits: {
        contact: "100/h",
        account: { sends: "80/s", pair: { every: "1500ms" } },
        budget: { contact: "0.05 USD/day and 1 USD/month", account: "20 USD/month" },
      },
      purposes: { service: { basis: "ask", keeps: "180d", expires: "365d" } },
    });
    const human: unknown = bot.human;
    expect(human).toEqual({ queue: "kasir", replyWithinMs: 2 * hourMs });
    const limits: unknown = bot.limits;
    expect(limits).toEqual({
      over: "drop",
      loops: { after: 12, pauseMs: 15_000, silentMs: 1_800_000 },
      flows: {},
      contact: { count: 100, periodMs: hourMs },
      account: { sends: { count: 80, periodMs: secondMs }, pair: { everyMs: 1_500, burst: 10 } },
      budget: {
        contact: [
          { amount: 0.05, currency: "USD", period: "day" },
          { amount: 1, currency: "USD", period: "month" },
        ],
        flows: {},
        account: [{ amount: 20, currency: "USD", period: "month" }],
      },
    });
    const purposes: unknown = bot.purposes;
    expect(purposes).toEqual({
      service: { basis: "ask", keepsMs: 180 * dayMs, expiresMs: 365 * dayMs },
    });
  });

  test("reads how large a file may be, up to what can come in", () => {
    const read = (media_max: string) => botSchema.safeParse({ ...least, intake: { media_max } });
    expect(read("25MB").data?.intake.mediaMaxBytes).toBe(26_214_400);
    for (const size of ["101MB", "1GB", "25", "0MB"]) expect(read(size).success).toBe(false);
  });

  test("has a description on every key, the editor's help", () => {
    const bare: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      const properties = "properties" in node ? node.properties : {};
      for (const [key, value] of Object.entries(properties ?? {})) {
        const isTold = typeof value === "object" && value !== null && "description" in value;
        if (!isTold) bare.push(`${path}.${key}`);
      }
      for (const [key, value] of Object.entries(node)) walk(value, `${path}.${key}`);
    };
    walk(botJsonSchema(), "");
    expect(bare).toEqual([]);
  });

  test("is what stands in bot.schema.json but for plugins (bun sapa schema bot > core/config/bot.schema.json)", () => {
    const { definitions, ...rest } = JSON.parse(
      readFileSync(new URL("bot.schema.json", import.meta.url), "utf8"),
    );
    const general = Object.entries(definitions)
      .filter(([name]) => !name.startsWith("settings_"))
      .map(([name, value]) => [name, name.endsWith("_plugin") ? {} : value] as const);
    const written = { ...rest, definitions: Object.fromEntries(general) };
    expect(written).toEqual(JSON.parse(JSON.stringify(botJsonSchema())));
  });

  test("tells the settings of the plugins that are known, beside the host's own keys", () => {
    const settings = {
      type: "object",
      properties: { model: { type: "string" }, tries: { type: "integer" } },
      required: ["model"],
      additionalProperties: false,
    } as const;
    const schema = botJsonSchema([{ name: "ai-own", kind: "provider", settings }]);
    const validate = new Ajv({ strict: false, logger: false }).compile(
      JSON.parse(JSON.stringify(schema)),
    );
    const isRight = (provider: string) =>
      validate(
        JSON.parse(
          `{ "bot": "a", "format": 1, "name": "A", "channels": {}, "providers": { "x": ${provider} } }`,
        ),
      );
    const own = '"only_for": ["owner"], "limit": "20/min", "company": "A", "country": "here"';
    expect(isRight(`{ "plugin": "ai-own", "model": "m", ${own} }`)).toBe(true);
    expect(
      isRight('{ "plugin": "ai-own", "model": { "env": "MODEL" }, "tries": { "file": "t" } }'),
    ).toBe(true);
    expect(isRight('{ "plugin": "ai-other", "anything": 1 }')).toBe(true);
    expect(isRight('{ "plugin": "ai-own" }')).toBe(false);
    expect(isRight('{ "plugin": "ai-own", "model": "m", "modle": "m" }')).toBe(false);
    expect(isRight('{ "plugin": "ai-own", "model": "m", "tries": "two" }')).toBe(false);
  });
});
