import { expect, test } from "bun:test";
import type { JsonObject, ShownContent } from "sapa/plugin";
import { showContent } from "./show-content.ts";

const interactive = (content: object) => ({
  type: "interactive",
  interactive: JSON.parse(JSON.stringify(content)),
});

test.each<[string, JsonObject, ShownContent]>([
  [
    "a list's menu, header, footer and what it quotes",
    {
      context: { message_id: "wamid.1" },
      ...interactive({
        type: "list",
        header: { type: "text", text: "Menu" },
        footer: { text: "Kopi" },
        action: {
          button: "Pick",
          sections: [{ title: "Hot", rows: [{ id: "l", title: "Latte", description: "24k" }] }],
        },
      }),
    },
    {
      replyTo: "wamid.1",
      header: "Menu",
      footer: "Kopi",
      menu: {
        label: "Pick",
        sections: [{ title: "Hot", rows: [{ id: "l", title: "Latte", description: "24k" }] }],
      },
    },
  ],
  [
    "buttons below a picture",
    interactive({ type: "button", header: { type: "image", image: { id: "9" } }, action: {} }),
    { media: { kind: "image", file: "9" } },
  ],
  [
    "a voice note",
    { type: "audio", audio: { id: "9", voice: true } },
    { media: { kind: "audio", file: "9", voice: true } },
  ],
  [
    "a document somewhere else",
    { type: "document", document: { link: "https://x.example/a.pdf", filename: "a.pdf" } },
    { media: { kind: "document", link: "https://x.example/a.pdf", filename: "a.pdf" } },
  ],
  [
    "a place, its degrees as text or number",
    { type: "location", location: { latitude: "-6.9", longitude: 107.6, name: "Kopi" } },
    { location: { latitude: -6.9, longitude: 107.6, name: "Kopi" } },
  ],
  [
    "visiting cards",
    {
      type: "contacts",
      contacts: [{ name: { formatted_name: "Budi" }, phones: [{ phone: "+62 1" }] }],
    },
    { contacts: [{ name: "Budi", phones: ["+62 1"] }] },
  ],
  [
    "a link",
    interactive({
      type: "cta_url",
      action: { name: "cta_url", parameters: { display_text: "Map", url: "https://x.example" } },
    }),
    { links: [{ label: "Map", url: "https://x.example" }] },
  ],
  [
    "goods of a catalogue",
    interactive({
      type: "product_list",
      action: { sections: [{ title: "A", product_items: [{ product_retailer_id: "sku1" }] }] },
    }),
    { products: ["sku1"] },
  ],
  [
    "cards of links",
    interactive({
      type: "carousel",
      action: { cards: [{ action: { parameters: { url: "https://x.example" } } }] },
    }),
    { links: [{ label: "https://x.example", url: "https://x.example" }] },
  ],
  ["a form to fill in", interactive({ type: "flow", action: {} }), { asks: "form" }],
  [
    "a template's form",
    { type: "template", template: { components: [{ type: "button", sub_type: "FLOW" }] } },
    { asks: "form" },
  ],
  ["a reaction", { type: "reaction", reaction: { message_id: "w" } }, { reactsTo: "w" }],
  ["nothing beside a text", { type: "text", text: { body: "hi" } }, {}],
])("shows %s", (_, body, content) => {
  expect(showContent(body)).toEqual(content);
});
