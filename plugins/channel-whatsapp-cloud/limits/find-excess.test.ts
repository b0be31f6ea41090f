import { describe, expect, test } from "bun:test";
import type { Card, MessageOut } from "sapa/plugin";
import { samples } from "#plugins/channel-whatsapp-cloud/outbound/testing/samples.ts";
import { findExcess } from "./find-excess.ts";

type Edge = readonly [what: string, message: (extra: number) => MessageOut];

const letters = (count: number) => "a".repeat(count);
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const optionsOf = (count: number) =>
  many(count, (index) => ({ id: `id${index}`, title: `Pilihan ${index}` }));
const linkCard = (text: string, label = "Beli"): Card => ({
  kind: "link",
  media: { kind: "image", source: { id: "1" } },
  text,
  label,
  url: "https://example.com",
});
const carousel = (cards: readonly Card[], text = "Promo"): MessageOut => ({
  kind: "carousel",
  text,
  cards,
});
const buttons = (change: object = {}): MessageOut => ({
  kind: "buttons",
  text: "Pilih",
  options: optionsOf(2),
  ...change,
});
const list = (change: object = {}): MessageOut => ({
  kind: "list",
  text: "Pilih",
  button: "Lihat",
  sections: [{ rows: optionsOf(2) }],
  ...change,
});
const rows = (change: object) =>
  list({ sections: [{ rows: [{ id: "1", title: "a", ...change }] }] });
const products = (sections: readonly number[], change: object = {}): MessageOut => ({
  kind: "products",
  title: "Menu",
  text: "Pilih",
  catalog: "7",
  sections: sections.map((count) => ({ title: "Kopi", skus: many(count, String) })),
  ...change,
});
const form = (change: object): MessageOut => ({
  kind: "form",
  text: "Isi",
  form: { id: "8" },
  label: "Mulai",
  token: "t",
  ...change,
});
const link = (change: object): MessageOut => ({
  kind: "link",
  text: "Lihat",
  label: "Buka",
  url: "https://example.com",
  ...change,
});
const template = (change: object): MessageOut => ({
  kind: "template",
  name: "order_ready",
  language: "id",
  ...change,
});

/** Every limit that Meta documents: what fits at 0 and is refused at 1. Source: reference part 3. */
const edges: readonly Edge[] = [
  ["text", (extra) => ({ kind: "text", text: letters(4_096 + extra) })],
  ["buttons", (extra) => buttons({ options: optionsOf(3 + extra) })],
  ["buttons' body", (extra) => buttons({ text: letters(1_024 + extra) })],
  ["buttons' footer", (extra) => buttons({ footer: letters(60 + extra) })],
  ["buttons' header", (extra) => buttons({ header: { kind: "text", text: letters(60 + extra) } })],
  ["button's title", (extra) => buttons({ options: [{ id: "1", title: letters(20 + extra) }] })],
  ["button's id", (extra) => buttons({ options: [{ id: letters(256 + extra), title: "a" }] })],
  ["list's body", (extra) => list({ text: letters(4_096 + extra) })],
  ["list's footer", (extra) => list({ footer: letters(60 + extra) })],
  ["list's header", (extra) => list({ header: { kind: "text", text: letters(60 + extra) } })],
  ["list's button", (extra) => list({ button: letters(20 + extra) })],
  [
    "list's sections",
    (extra) =>
      list({
        sections: many(10, (index) => ({
          title: "a",
          rows: index < 10 - extra ? [{ id: `${index}`, title: "a" }] : optionsOf(2),
        })),
      }),
  ],
  ["list's rows", (extra) => list({ sections: [{ rows: optionsOf(10 + extra) }] })],
  [
    "section's title",
    (extra) => list({ sections: [{ title: letters(24 + extra), rows: optionsOf(1) }] }),
  ],
  ["row's title", (extra) => rows({ title: letters(24 + extra) })],
  ["row's description", (extra) => rows({ description: letters(72 + extra) })],
  ["row's id", (extra) => rows({ id: letters(200 + extra) })],
  [
    "caption of an image",
    (extra) => ({
      kind: "media",
      media: "image",
      source: { id: "1" },
      caption: letters(1_024 + extra),
    }),
  ],
  [
    "caption of audio",
    (extra) => ({ kind: "media", media: "audio", source: { id: "1" }, caption: letters(extra) }),
  ],
  [
    "caption of a sticker",
    (extra) => ({ kind: "media", media: "sticker", source: { id: "1" }, caption: letters(extra) }),
  ],
  ["latitude", (extra) => ({ kind: "location", latitude: 90 + extra, longitude: 0 })],
  ["longitude", (extra) => ({ kind: "location", latitude: 0, longitude: -180 - extra })],
  [
    "contacts",
    (extra) => ({
      kind: "contacts",
      contacts: many(257 + extra, () => ({ name: { formatted: "Budi" } })),
    }),
  ],
  ["link's body", (extra) => link({ text: letters(1_024 + extra) })],
  ["link's label", (extra) => link({ label: letters(20 + extra) })],
  ["link's footer", (extra) => link({ footer: letters(60 + extra) })],
  [
    "product's body",
    (extra) => ({ kind: "product", catalog: "7", sku: "1", text: letters(1_024 + extra) }),
  ],
  [
    "product's footer",
    (extra) => ({ kind: "product", catalog: "7", sku: "1", footer: letters(60 + extra) }),
  ],
  ["products", (extra) => products([30 + extra])],
  ["products in all sections", (extra) => products([15, 15 + extra])],
  ["sections of products", (extra) => products(many(10 + extra, () => 1))],
  ["products' title", (extra) => products([1], { title: letters(60 + extra) })],
  ["products' body", (extra) => products([1], { text: letters(1_024 + extra) })],
  [
    "title of a section of products",
    (extra) => products([], { sections: [{ title: letters(24 + extra), skus: ["1"] }] }),
  ],
  ["catalog's body", (extra) => ({ kind: "catalog", text: letters(1_024 + extra) })],
  ["form's body", (extra) => form({ text: letters(1_024 + extra) })],
  ["form's label", (extra) => form({ label: letters(20 + extra) })],
  [
    "request for the place",
    (extra) => ({ kind: "request_location", text: letters(1_024 + extra) }),
  ],
  [
    "request for the number",
    (extra) => ({ kind: "request_contact", text: letters(1_024 + extra) }),
  ],
  [
    "request for the address",
    (extra) => ({ kind: "request_address", country: "IN", text: letters(1_024 + extra) }),
  ],
  ["carousel's body", (extra) => carousel([linkCard("a"), linkCard("b")], letters(1_024 + extra))],
  ["cards", (extra) => carousel(many(10 + extra, () => linkCard("a")))],
  ["a single card", (extra) => carousel(many(2 - extra, () => linkCard("a")))],
  ["card's text", (extra) => carousel([linkCard("a"), linkCard(letters(160 + extra))])],
  ["card's lines", (extra) => carousel([linkCard("a"), linkCard("a\n".repeat(2 + extra))])],
  ["card's label", (extra) => carousel([linkCard("a"), linkCard("a", letters(20 + extra))])],
  ["template's name", (extra) => template({ name: letters(512 + extra) })],
  [
    "template's code",
    (extra) => template({ buttons: [{ kind: "copy_code", index: 0, value: letters(15 + extra) }] }),
  ],
  [
    "template's buttons",
    (extra) =>
      template({
        buttons: many(10 + extra, (index) => ({
          kind: "quick_reply",
          index: index % 10,
          value: "a",
        })),
      }),
  ],
  [
    "place of a template's button",
    (extra) => template({ buttons: [{ kind: "url", index: 9 + extra, value: "a" }] }),
  ],
];

/** What no number tells. */
const faults: readonly (readonly [what: string, message: MessageOut])[] = [
  ["an empty text", { kind: "text", text: "" }],
  ["an empty body", buttons({ text: "" })],
  ["no button", buttons({ options: [] })],
  ["an empty title", buttons({ options: [{ id: "1", title: "" }] })],
  ["two titles alike", buttons({ options: [1, 2].map((id) => ({ id: `${id}`, title: "Ya" })) })],
  ["two ids alike", buttons({ options: ["Ya", "Tidak"].map((title) => ({ id: "1", title })) })],
  ["no row", list({ sections: [{ rows: [] }] })],
  ["two rows alike", list({ sections: [{ rows: [...optionsOf(1), ...optionsOf(1)] }] })],
  [
    "two sections, one without a title",
    list({ sections: [{ title: "a", rows: optionsOf(1) }, { rows: [] }] }),
  ],
  ["a file above a list", list({ header: { kind: "image", source: { id: "1" } } })],
  ["a link that is no page", link({ url: "javascript:alert(1)" })],
  ["a link that is nothing", link({ url: "" })],
  [
    "a file by plain http",
    { kind: "media", media: "image", source: { link: "http://example.com/1.png" } },
  ],
  [
    "a file of another kind",
    { kind: "media", media: "image", source: { sha256: "a", mime: "image/webp" } },
  ],
  ["a file without a type", { kind: "media", media: "image", source: { sha256: "a", mime: "" } }],
  [
    "a header of another kind",
    buttons({ header: { kind: "video", source: { sha256: "a", mime: "image/png" } } }),
  ],
  [
    "a voice note that is a video",
    { kind: "media", media: "video", source: { id: "1" }, voice: true },
  ],
  [
    "a voice note that is no OGG",
    { kind: "media", media: "audio", source: { sha256: "a", mime: "audio/mpeg" }, voice: true },
  ],
  ["a place that is no number", { kind: "location", latitude: Number.NaN, longitude: 0 }],
  ["a contact without a name", { kind: "contacts", contacts: [{ phones: [{ phone: "1" }] }] }],
  ["a section without a product", products([1, 0])],
  ["cards of two kinds", carousel([linkCard("a"), { kind: "product", catalog: "7", sku: "1" }])],
  [
    "cards of two catalogues",
    carousel([
      { kind: "product", catalog: "7", sku: "1" },
      { kind: "product", catalog: "8", sku: "1" },
    ]),
  ],
  ["form data without a screen", form({ data: { a: 1 } })],
  ["a country in words", { kind: "request_address", text: "Alamat?", country: "India" }],
  ["a template's name in capitals", template({ name: "Order" })],
  ["a template without a language", template({ language: "" })],
  [
    "a template under a file of another kind",
    template({ header: { kind: "image", source: { sha256: "a", mime: "video/mp4" } } }),
  ],
  ["a reaction to nothing", { kind: "reaction", target: "", emoji: "👍" }],
];

describe("a message", () => {
  test.each(samples)("within every limit leaves: %s", (_, message) => {
    expect(findExcess(message)).toBeUndefined();
  });

  test.each(edges)("is taken up to the limit and refused one beyond it: %s", (_, message) => {
    expect(findExcess(message(0))).toBeUndefined();
    const { title = "", ...error } = findExcess(message(1)) ?? {};
    expect(error).toMatchObject({ code: "MESSAGE_LIMIT" });
    expect(title).not.toContain("aaaa");
    expect(title).not.toBe("");
  });

  test.each(faults)("with %s is refused", (_, message) => {
    expect(findExcess(message)?.code).toBe("MESSAGE_LIMIT");
  });

  test("may take a reaction back", () => {
    expect(findExcess({ kind: "reaction", target: "wamid.1", emoji: "" })).toBeUndefined();
  });

  test("may carry audio with parameters in its type", () => {
    const source = { sha256: "a", mime: "Audio/OGG; codecs=opus" };
    expect(findExcess({ kind: "media", media: "audio", source, voice: true })).toBeUndefined();
  });
});
