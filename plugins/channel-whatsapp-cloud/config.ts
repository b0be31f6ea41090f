import { z } from "zod";

/** An id of Meta's: digits, kept as text. YAML without quotes gives a number. */
const digits = z
  .union([z.string(), z.int()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,32}$/, "an id is digits only"));

const secret = z.string().trim().min(1, "must not be empty");

const secrets = z
  .union([z.string(), z.array(z.string())])
  .transform((value) =>
    (typeof value === "string" ? value.split(",") : value)
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  )
  .pipe(z.array(z.string()).min(1, "at least one app secret is needed").max(8));

const baseUrl = z
  .url({ protocol: /^https?$/ })
  .transform((value) => value.replace(/\/+$/, ""))
  .default("https://graph.facebook.com");

const usd = z.number().min(0).max(10).describe("US dollars a message.");

const prices = z
  .record(
    z.string().regex(/^(?:[A-Z]{2}|\*)$/, "write a country as two capital letters, like ID, or *"),
    z.strictObject({ marketing: usd, utility: usd, authentication: usd }),
  )
  .default({})
  .describe(
    "Lines of Meta's rate card for your account, by the country of the person; `*` is every country that is not listed. In place of what this version knows.",
  );

/** Settings of one WhatsApp account, below its key under `channels:` of bot.yaml. */
export const configSchema = z.strictObject({
  phone_number_id: digits.describe(
    "Id of the business phone number, digits only. Meta's app dashboard: WhatsApp, API setup.",
  ),
  token: secret.describe(
    "Access token of a system user with whatsapp_business_messaging and whatsapp_business_management.",
  ),
  app_secrets: secrets.describe(
    "App secrets that sign the webhooks: one, a list, or one text with commas. Several while one is replaced.",
  ),
  verify_token: secret.describe(
    "The word that you type into Meta's dashboard when you enter the webhook's address.",
  ),
  graph_url: baseUrl.describe(
    "Base address of the Graph API. Another one only for a simulator or a proxy of your own.",
  ),
  graph_version: z
    .string()
    .regex(/^v\d{1,3}\.\d{1,2}$/, "a version looks like v26.0")
    .default("v26.0")
    .describe("Graph API version. Pinned, because Meta serves an expired one by the oldest alive."),
  mark_read: z
    .enum(["typing", "read", "off"])
    .default("typing")
    .describe(
      "What a person sees of a message that was handled: blue ticks and “typing…” while an answer is on its way, blue ticks alone, or nothing. Each costs one more request to Meta, no money.",
    ),
  prices,
  messaging_account_id: digits
    .optional()
    .describe(
      "Id of the Messaging account (the WABA id). If set, updates of other accounts are ignored and sends name it.",
    ),
});

export type Config = z.infer<typeof configSchema>;
