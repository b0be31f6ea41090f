import type { Catalog } from "#core/flow/catalog.ts";
import { dayMs } from "#core/lib/millis.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { AiCapabilities } from "#core/model/ports/ai-provider.ts";

/**
 * What WhatsApp can show, as its plugin declares it, without stickers and postal addresses, so that
 * tests have something that is not carried. Source: Cloud API reference, 3.2, 3.3 and 3.6.
 */
export const sampleCapabilities: Capabilities = {
  text: { maxChars: 4_096 },
  buttons: { max: 3, titleChars: 20, bodyChars: 1_024, footerChars: 60, idChars: 256 },
  list: {
    maxRows: 10,
    maxSections: 10,
    titleChars: 24,
    descriptionChars: 72,
    sectionTitleChars: 24,
    buttonChars: 20,
    bodyChars: 4_096,
    footerChars: 60,
    idChars: 200,
  },
  kinds: [
    "media",
    "location",
    "contacts",
    "link",
    "product",
    "products",
    "catalog",
    "form",
    "request_location",
    "request_contact",
    "carousel",
    "template",
    "reaction",
  ],
  media: {
    image: { mimes: ["image/jpeg", "image/png"], maxBytes: 5_000_000, captionChars: 1_024 },
    video: { mimes: ["video/mp4"], maxBytes: 16_000_000, captionChars: 1_024 },
    audio: { mimes: ["audio/ogg"], maxBytes: 16_000_000, captionChars: 0 },
    document: { mimes: ["application/pdf"], maxBytes: 100_000_000, captionChars: 1_024 },
  },
  rich: {
    bodyChars: 1_024,
    footerChars: 60,
    headerChars: 60,
    labelChars: 20,
    maxCards: 10,
    cardBodyChars: 160,
    maxProducts: 30,
    maxProductSections: 10,
    maxContacts: 257,
  },
  needsScope: true,
  templates: true,
  templateLimits: {
    headerChars: 60,
    bodyChars: 1_024,
    footerChars: 60,
    labelChars: 25,
    urlChars: 2_000,
    phoneChars: 20,
    codeChars: 15,
    maxButtons: 10,
    maxUrls: 2,
    maxPhones: 1,
    maxCodes: 1,
    wordsPerVariable: 2,
  },
  reactions: true,
  windowMs: dayMs,
  markup: "whatsapp",
};

const aiCapabilities: AiCapabilities = {
  streaming: true,
  tools: true,
  jsonSchema: "strict",
  systemPrompt: true,
  history: "host",
  images: true,
  usage: true,
  cost: "metered",
  dataLeavesHost: true,
  actsAsUser: false,
};

const reminder = {
  category: "utility",
  body: 1,
  hasHeaderVariable: false,
  buttons: [{ kind: "quick_reply", needsValue: false }],
} as const;
const offer = {
  category: "marketing",
  body: ["who"],
  hasHeaderVariable: true,
  buttons: [{ kind: "url", needsValue: true }],
} as const;

/** The bot that tests of flows are written for. */
export const sampleCatalog: Catalog = {
  locales: ["en", "id"],
  channels: [{ account: "whatsapp", kind: "whatsapp", capabilities: sampleCapabilities }],
  purposes: ["service", "marketing"],
  askedPurposes: ["marketing"],
  templates: [
    { name: "order_reminder", language: "en", ...reminder },
    { name: "order_reminder", language: "id", ...reminder },
    { name: "offer", language: "en", ...offer },
  ],
  actions: [
    {
      name: "http.post",
      about: "Posts JSON.",
      input: {
        type: "object",
        properties: {
          url: { type: "string", format: "uri" },
          headers: { type: "object", additionalProperties: { type: "string" } },
          body: {},
        },
        required: ["url"],
        additionalProperties: false,
      },
      output: {},
      isIdempotent: false,
      hosts: ["shop.example"],
    },
    {
      name: "shop.price",
      about: "Looks a price up.",
      input: {
        type: "object",
        properties: {
          sku: { type: "string", minLength: 2, maxLength: 20 },
          count: { type: "integer", minimum: 1, maximum: 50 },
          size: { type: "string", enum: ["small", "large"] },
          tags: { type: "array", items: { type: "string" } },
        },
        required: ["sku"],
        additionalProperties: false,
      },
      output: {
        type: "object",
        properties: { price: { type: "number" }, note: { type: "string" } },
        required: ["price"],
        additionalProperties: false,
      },
      isIdempotent: true,
    },
  ],
  ai: {
    providers: [
      { name: "cepat", capabilities: aiCapabilities, isReserved: false },
      {
        name: "lokal",
        capabilities: { ...aiCapabilities, tools: false, cost: "free", dataLeavesHost: false },
        isReserved: false,
      },
      {
        name: "kantor",
        capabilities: { ...aiCapabilities, tools: false, jsonSchema: "none", actsAsUser: true },
        isReserved: true,
      },
    ],
    default: ["cepat", "lokal"],
  },
  interrupts: {
    stop: ["stop", "berhenti"],
    start: ["start"],
    help: ["help"],
    human: ["human", "cs"],
    cancel: ["cancel"],
    menu: ["menu"],
  },
  env: ["SHOP_URL"],
};
