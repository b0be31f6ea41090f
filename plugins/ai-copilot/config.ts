import { z } from "zod";

/** All seven are needed. Source: Microsoft 365 Copilot Chat API, permissions. */
const chatScopes = [
  "Sites.Read.All",
  "Mail.Read",
  "People.Read.All",
  "OnlineMeetingTranscript.Read.All",
  "Chat.Read",
  "ChannelMessage.Read.All",
  "ExternalItem.Read.All",
];

const retrievalSchema = z.strictObject({
  source: z
    .enum(["sharePoint", "oneDriveBusiness", "externalItem"])
    .default("sharePoint")
    .describe("Where passages are looked for; one place for each provider."),
  site: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe(
      "Only documents below this address: a site or a folder. What Microsoft finds elsewhere all the same is left out.",
    ),
  results: z.int().min(1).max(25).default(8).describe("Passages for a question, at most."),
  labelled: z
    .boolean()
    .default(false)
    .describe(
      "Whether documents with a sensitivity label may be passed on, if they are not encrypted.",
    ),
  base: z
    .url({ protocol: /^https?$/ })
    .default("https://graph.microsoft.com")
    .describe("Where it is asked; another one for a national cloud."),
});

const id = z.string().trim().min(1).max(200);

/** Settings of one provider, below its key under `providers:` of bot.yaml. */
export const configSchema = z.strictObject({
  tenant: id.describe("The directory's id, from Entra: { env: M365_TENANT_ID }."),
  client: id.describe("The app registration's id: { env: M365_CLIENT_ID }."),
  base: z
    .url({ protocol: /^https?$/ })
    .default("https://graph.microsoft.com")
    .describe("Where it is asked; Work IQ: https://workiq.svc.cloud.microsoft."),
  version: z
    .string()
    .regex(/^[a-z0-9.]{1,20}$/i)
    .default("beta")
    .describe("The part of the address after the host: beta at Graph, rest at Work IQ."),
  path: z
    .string()
    .regex(/^\/[a-z0-9/._-]{1,100}$/i, "a path begins with /")
    .default("/copilot/conversations")
    .describe("Where conversations are; Work IQ: /conversations."),
  scopes: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(20)
    .default(chatScopes)
    .describe(
      "What the sign-in asks for; Work IQ: api://workiq.svc.cloud.microsoft/WorkIQAgent.Ask.",
    ),
  authority: z
    .url({ protocol: /^https$/ })
    .default("https://login.microsoftonline.com")
    .describe("Where people sign in; another one for a national cloud."),
  retrieval: retrievalSchema
    .optional()
    .describe(
      "Lets the documents of whoever signed in be knowledge: `knowledge: { docs: { provider: … } }`. Microsoft's Retrieval API.",
    ),
  web: z
    .boolean()
    .default(false)
    .describe("Whether answers may rest on the web, beside the company's own documents."),
});

export type Config = z.infer<typeof configSchema>;
