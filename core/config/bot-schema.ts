import { z } from "zod";
import { readAddress } from "#core/model/read-address.ts";
import { consentSchema, purposesSchema } from "./consent-schema.ts";
import { hoursSchema } from "./hours-schema.ts";
import { limitsSchema } from "./limits-schema.ts";
import { localeSchema } from "./locale-schema.ts";
import { providerKeys } from "./provider-keys.ts";
import { roleSchema } from "./role-schema.ts";
import { pluginSettings } from "./setting.ts";
import { byteSizeSchema, durationSchema, nameSchema, variableSchema } from "./text-schemas.ts";

const timeZoneSchema = z
  .string()
  .refine(isTimeZone, { error: "this is no time zone; write one like Asia/Jakarta" })
  .meta({ examples: ["Asia/Jakarta", "UTC"] });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const humanSchema = z
  .strictObject({
    queue: nameSchema.meta({ description: "Where handed over conversations wait for a person." }),
    reply_within: durationSchema
      .optional()
      .meta({ description: "What the contact is told of how soon a person answers." }),
  })
  .transform(({ queue, reply_within }) => ({ queue, replyWithinMs: reply_within }));

/** Source: OpenAI API, transcriptions: 25 MB. */
const maxVoiceBytes = 25 * 1_048_576;

const voiceSchema = z
  .strictObject({
    provider: nameSchema.meta({
      description: "The provider that voice notes go to; one that can write them down.",
    }),
    longest: durationSchema
      .refine((ms) => ms >= 1_000 && ms <= 30 * 60_000, { error: "from 1s to 30m" })
      .prefault("3m")
      .meta({ description: "Longer notes are not listened to; the person is asked to write." }),
    max_size: byteSizeSchema
      .refine((bytes) => bytes <= maxVoiceBytes, { error: "no server takes more than 25MB" })
      .prefault("5MB")
      .meta({ description: "Larger notes are not listened to, either." }),
  })
  .transform(({ longest, max_size, ...rest }) => ({
    ...rest,
    longestMs: longest,
    maxBytes: max_size,
  }));

const aiSchema = z
  .strictObject({
    default: z
      .array(nameSchema)
      .max(8)
      .default([])
      .meta({ description: "Providers in the order in which they are tried." }),
    local_only: z
      .boolean()
      .default(false)
      .meta({ description: "True: no text leaves this machine; other providers are refused." }),
    scope: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .meta({ description: "What the AI may talk about, in one sentence." }),
    tools: z
      .record(
        z
          .string()
          .regex(/^[a-z][a-z0-9_-]*\.[a-z][a-z0-9_]*$/, "write an action's name, like http.post"),
        z.union([z.literal("everybody"), z.array(roleSchema).min(1)]),
      )
      .default({})
      .meta({
        description:
          "Actions that change something and that a model may call all the same, where a flow lets it: for everybody, or for people with these roles. What only reads needs no line.",
        examples: [{ "shop.reserve": "everybody", "http.post": ["owner"] }],
      }),
    voice: voiceSchema.optional().meta({
      description:
        "Writes down the voice notes of people, for flows with `voice: true`. Without it none is listened to.",
    }),
    embedder: nameSchema.optional().meta({
      description:
        "The provider whose embedder finds knowledge by meaning, beside its words; it reads the files and what people ask. Without it knowledge is found by words alone.",
    }),
    moderation: nameSchema.optional().meta({
      description:
        "The provider whose moderator sees every question and answer; without its word nothing is answered.",
    }),
  })
  .transform(({ local_only, ...rest }) => ({ ...rest, localOnly: local_only }));

const windowSchema = z
  .strictObject({
    hold: durationSchema.prefault("24h").meta({
      description: "Held messages go when the person writes within this time; later they are left.",
    }),
    template: z
      .string()
      .regex(/^[a-z0-9_]{1,512}$/, "a template's name is small letters, digits and _")
      .optional()
      .meta({
        description:
          "An approved template without variables that asks the person to write, in their language; sent once for each closed window.",
      }),
  })
  .transform(({ hold, template }) => ({ holdMs: hold, template }));

/** What a person can send. Source: Cloud API, media, "receive limit". */
const maxMediaBytes = 100 * 1_048_576;

const intakeSchema = z
  .strictObject({
    stale_after: durationSchema.prefault("1h").meta({
      description: "A message older than this when it arrives is shown to a person, not answered.",
    }),
    debounce: durationSchema
      .prefault("0s")
      .meta({ description: "How long to wait for more texts before they are taken as one." }),
    media_max: byteSizeSchema
      .refine((bytes) => bytes <= maxMediaBytes, { error: "no channel carries more than 100MB" })
      .prefault("100MB")
      .meta({ description: "The largest file of a person that is kept; larger ones are refused." }),
  })
  .transform(({ stale_after, debounce, media_max }) => ({
    staleAfterMs: stale_after,
    debounceMs: debounce,
    mediaMaxBytes: media_max,
  }));

const retentionSchema = z
  .strictObject({
    messages: durationSchema.prefault("180d").meta({ description: "Texts of messages." }),
    media: durationSchema.prefault("30d").meta({ description: "Files that people sent." }),
    raw: durationSchema.prefault("30d").meta({ description: "Webhooks as they came." }),
    ai: durationSchema.prefault("30d").meta({ description: "What was asked of AI providers." }),
  })
  .transform(({ messages, media, raw, ai }) => ({
    messagesMs: messages,
    mediaMs: media,
    rawMs: raw,
    aiMs: ai,
  }));

const operatorSchema = z.strictObject({
  contact: z.string().min(1).max(256).meta({ description: "The person's id on the channel." }),
  name: z.string().min(1).max(100).meta({ description: "The name in audits." }),
  role: roleSchema,
});

const operatorsSchema = z
  .array(operatorSchema)
  .max(1_000)
  .superRefine((operators, context) => {
    const seen = new Set<string>();
    for (const [index, { contact }] of operators.entries()) {
      const address = readAddress(contact).value;
      if (seen.has(address)) {
        const message = `${contact} stands here twice: which role counts would be a guess`;
        context.addIssue({ code: "custom", message, path: [index, "contact"], input: contact });
      }
      seen.add(address);
    }
  });

const flowsSchema = z
  .strictObject({
    env: z
      .array(variableSchema)
      .max(100)
      .default([])
      .meta({ description: "Environment variables that flows see as env.NAME; never secrets." }),
    require_coverage: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .meta({ description: "Least percentage of steps that the flow tests must reach." }),
    merge_texts: z.boolean().default(true).meta({
      description:
        "Texts that a flow says one right after the other go out as one message, since each is billed. False: each in a message of its own.",
    }),
  })
  .transform(({ env, require_coverage, merge_texts }) => ({
    env,
    requireCoverage: require_coverage,
    mergeTexts: merge_texts,
  }));

const folderSchema = z.string().min(1).max(500);
const lookedUpSchema = z.strictObject({
  provider: nameSchema.meta({
    description:
      "The provider that finds passages with its own rights; who may ask it, may use this.",
  }),
});

function isFolder(where: string | { readonly provider: string }): where is string {
  return typeof where === "string";
}

/** bot.yaml, all of it; what comes out has units in its names and every default filled in. */
export const botSchema = z
  .strictObject({
    bot: nameSchema.meta({ description: "The bot's id." }),
    format: z.literal(1).meta({ description: "Version of this file's form." }),
    name: z.string().min(1).max(100).meta({ description: "What the bot is called in its texts." }),
    operator: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: "Who the person is told is answering: firm and town." }),
    locales: z
      .tuple([localeSchema], localeSchema)
      .refine((locales) => new Set(locales).size === locales.length, {
        error: "a language stands here twice",
      })
      .default(["en"])
      .meta({ description: "Languages of the texts; the first is the default." }),
    time_zone: timeZoneSchema
      .default("UTC")
      .meta({ description: "IANA time zone of the business." }),
    hours: hoursSchema
      .optional()
      .meta({ description: "Opening hours; without them, always open." }),
    menu: nameSchema.optional().meta({ description: 'The flow that the word "menu" starts.' }),
    human: humanSchema
      .optional()
      .meta({ description: "The way to a person; required on WhatsApp." }),
    channels: z.record(nameSchema, pluginSettings({})).meta({
      description: "Accounts by name; the name is part of the webhook: /webhooks/<name>.",
    }),
    providers: z
      .record(nameSchema, pluginSettings(providerKeys))
      .default({})
      .meta({ description: "AI providers by name." }),
    knowledge: z
      .record(nameSchema, z.union([folderSchema, lookedUpSchema]))
      .default({})
      .meta({
        description:
          "What an AI answers from, by name: folders of Markdown, text, CSV and PDF (paths from this file), or a provider that looks it up in documents of its own.",
        examples: [{ menu: "knowledge/menu", docs: { provider: "kantor" } }],
      }),
    ai: aiSchema.prefault({}).meta({ description: "How AI is used." }),
    actions: z
      .record(nameSchema, pluginSettings({}))
      .default({})
      .meta({
        description:
          "What flows can do, by name: `run: <name>.<action>`. `http` is there without being named, and reaches the hosts that are listed here.",
        examples: [{ http: { plugin: "action-http", hosts: ["shop.example"] } }],
      }),
    purposes: purposesSchema,
    consent: consentSchema
      .prefault({})
      .meta({ description: "What people are told of who answers and who reads along." }),
    limits: limitsSchema.prefault({}).meta({ description: "How much, how fast, how dear." }),
    window_closed: windowSchema.optional().meta({
      description:
        "Holds messages that come when the window is closed until the person writes; without it they are left, with their reason.",
    }),
    intake: intakeSchema.prefault({}).meta({ description: "How messages are taken in." }),
    retention: retentionSchema.prefault({}).meta({ description: "How long data is kept." }),
    allow: z
      .array(z.string().min(1).max(256))
      .min(1)
      .max(10_000)
      .optional()
      .meta({
        description:
          "Only these people may talk to the bot, by number or id, and it writes to nobody else; operators always may. Without it, everybody.",
        examples: [["+62 811 1234 567", "ID.11111111111111111111"]],
      }),
    operators: operatorsSchema.default([]).meta({ description: "People of ours." }),
    flows: flowsSchema.prefault({}).meta({ description: "What flows see and must fulfil." }),
    plugins: z
      .array(z.string().min(1).max(200))
      .max(100)
      .default([])
      .meta({ description: "Folders and packages with plugins, beside the built-in ones." }),
  })
  .transform(({ bot, format: _format, time_zone, window_closed, knowledge, ...rest }) => ({
    ...rest,
    /** Folders, by name. */
    knowledge: Object.fromEntries(
      Object.entries(knowledge).filter((entry): entry is [string, string] => isFolder(entry[1])),
    ),
    /** Knowledge that a provider looks up: its name → the provider's. */
    retrieval: Object.fromEntries(
      Object.entries(knowledge).flatMap(([name, where]) =>
        isFolder(where) ? [] : [[name, where.provider] as const],
      ),
    ),
    id: bot,
    timeZone: time_zone,
    window: window_closed,
  }))
  .meta({
    title: "bot.yaml",
    description: "A bot: who it is, where it talks, within which limits.",
  });

export type BotConfig = z.output<typeof botSchema>;
