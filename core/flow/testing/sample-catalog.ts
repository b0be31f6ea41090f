import type { Catalog } from "#core/flow/catalog.ts";
import { dayMs } from "#core/lib/millis.ts";
import type { Capabilities } from "#core/model/capabilities.ts";

/** What WhatsApp can show, as its plugin declares it. Source: Cloud API reference, 3.2 and 3.3. */
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
  kinds: ["template", "reaction"],
  templates: true,
  reactions: true,
  windowMs: dayMs,
  markup: "whatsapp",
};

/** The bot that tests of flows are written for. */
export const sampleCatalog: Catalog = {
  locales: ["en", "id"],
  channels: [{ account: "whatsapp", kind: "whatsapp", capabilities: sampleCapabilities }],
  purposes: ["service", "marketing"],
  templates: [{ name: "order_reminder", language: "en", body: 1 }],
  env: ["SHOP_URL"],
};
