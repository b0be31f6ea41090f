import { type Capabilities, dayMs, type MediaKind } from "sapa/plugin";

/**
 * Files that WhatsApp carries out. Meta writes "MB" and "KB": taken as thousands, the smaller
 * reading. A sticker that does not move has a lower limit: `staticStickerBytes`. Reference 3.6.
 */
const media: Readonly<Record<MediaKind, NonNullable<NonNullable<Capabilities["media"]>["image"]>>> =
  {
    image: { mimes: ["image/jpeg", "image/png"], maxBytes: 5_000_000, captionChars: 1_024 },
    video: { mimes: ["video/mp4", "video/3gpp"], maxBytes: 16_000_000, captionChars: 1_024 },
    audio: {
      mimes: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
      maxBytes: 16_000_000,
      captionChars: 0,
    },
    document: {
      mimes: [
        "text/plain",
        "application/pdf",
        "application/msword",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      ],
      maxBytes: 100_000_000,
      captionChars: 1_024,
    },
    sticker: { mimes: ["image/webp"], maxBytes: 500_000, captionChars: 0 },
  };

/** Greatest sticker that does not move, in bytes. Source: Cloud API reference, part 3.6. */
export const staticStickerBytes = 100_000;

/**
 * What a WhatsApp message can show. Where Meta gives a limit for one kind and none for its like
 * (the body of `products`, the label of a form), the known one stands for both. Source: Cloud API
 * reference, parts 3.2, 3.3, 3.6 and 4.4.
 */
export const capabilities = {
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
    "request_address",
    "request_contact",
    "carousel",
    "template",
    "reaction",
  ],
  media,
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
  // Meta bars assistants for everything from the platform. Source: business solution terms, 2026.
  needsScope: true,
  templates: true,
  // Source: reference 3.5; a code's length is that of a coupon, 3.4.
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
  receipts: true,
  windowMs: dayMs,
  markup: "whatsapp",
} as const satisfies Capabilities;
