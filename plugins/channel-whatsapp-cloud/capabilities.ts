import { type Capabilities, dayMs } from "sapa/plugin";

/** What a WhatsApp message can show. Source: Cloud API reference, parts 3.2, 3.3 and 4.4. */
export const capabilities: Capabilities = {
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
  templates: true,
  reactions: true,
  windowMs: dayMs,
  markup: "whatsapp",
};
