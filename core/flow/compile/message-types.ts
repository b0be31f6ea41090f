import type { ValueType } from "#core/flow/expression/name-types.ts";
import type { MediaKind } from "#core/model/message-out.ts";

const text = { kind: "text" } as const;
const number = { kind: "number" } as const;
const orNothing = { kind: "text", nullable: true } as const;

/** Kinds of file, as slots, triggers and expressions name them. */
export const mediaKinds = [
  "image",
  "video",
  "audio",
  "document",
  "sticker",
] as const satisfies readonly MediaKind[];

/** The types of what a message can hold beside words; the values are in `run/message-values.ts`. */
export const messageTypes = {
  /** `id` is the network's handle: a message can be sent with it again. */
  media: {
    kind: "object",
    fields: {
      kind: { kind: "text", values: mediaKinds },
      id: text,
      mime: orNothing,
      filename: orNothing,
      caption: orNothing,
      voice: { kind: "boolean" },
      bytes: { kind: "integer", nullable: true },
    },
  },
  location: {
    kind: "object",
    fields: { latitude: number, longitude: number, name: orNothing, address: orNothing },
  },
  contact_card: {
    kind: "object",
    fields: {
      name: orNothing,
      phone: orNothing,
      email: orNothing,
      company: orNothing,
      phones: { kind: "list", of: text },
      emails: { kind: "list", of: text },
    },
  },
  order: {
    kind: "object",
    fields: {
      text,
      catalog: orNothing,
      items: {
        kind: "list",
        of: {
          kind: "object",
          fields: { sku: text, quantity: number, price: number, currency: text },
        },
      },
    },
  },
  /** `emoji` is empty when a reaction was taken back. */
  reaction: { kind: "object", fields: { emoji: orNothing, target: text } },
  /** The known fields of an advertisement; what else the network tells is there too. */
  ad: {
    kind: "object",
    fields: {
      source_id: orNothing,
      source_type: orNothing,
      source_url: orNothing,
      headline: orNothing,
      body: orNothing,
      ctwa_clid: orNothing,
    },
    rest: { kind: "any", nullable: true },
  },
  form: {
    kind: "object",
    fields: {
      name: orNothing,
      token: orNothing,
      answer: { kind: "object", fields: {}, rest: { kind: "any", nullable: true } },
    },
  },
} as const satisfies Readonly<Record<string, ValueType>>;
