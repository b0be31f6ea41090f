import type { JsonObject } from "sapa/plugin";

function interactive(type: string, action: JsonObject, more: JsonObject = {}): JsonObject {
  return { type: "interactive", interactive: { type, body: { text: "Pilih" }, action, ...more } };
}

const link = {
  name: "cta_url",
  parameters: { display_text: "Buka", url: "https://example.com/?s=1" },
};

/** A card of a carousel with a picture and a link. */
export function linkCard(index: number, more: JsonObject = {}): JsonObject {
  const header = { type: "image", image: { link: `https://example.com/${index}.png` } };
  return {
    card_index: index,
    type: "cta_url",
    header,
    body: { text: "Paket" },
    action: link,
    ...more,
  };
}

/** A card of a carousel with one product. */
export function productCard(index: number, catalog = "700"): JsonObject {
  const action = { product_retailer_id: `SKU-${index}`, catalog_id: catalog };
  return { card_index: index, type: "product", action };
}

/** One message of each kind that Meta takes, as it is posted. Source: reference 3.2 and 3.3. */
export const richMessages = {
  image: { type: "image", image: { link: "https://example.com/a.png", caption: "Menu" } },
  document: {
    type: "document",
    document: { link: "https://example.com/inv.pdf", filename: "invoice-12.pdf" },
  },
  video: { type: "video", video: { link: "https://example.com/a.mp4", caption: "Tutorial" } },
  audio: { type: "audio", audio: { link: "https://example.com/a.ogg", voice: true } },
  sticker: { type: "sticker", sticker: { link: "https://example.com/a.webp" } },
  location: {
    type: "location",
    location: { latitude: "-6.2000", longitude: "106.8166", name: "Toko", address: "Jl. Contoh 1" },
  },
  contacts: {
    type: "contacts",
    contacts: [
      {
        name: { formatted_name: "CS Toko", first_name: "CS" },
        phones: [{ phone: "+6281100000001", type: "WORK", wa_id: "6281100000001" }],
      },
    ],
  },
  buttons: interactive(
    "button",
    { buttons: [{ type: "reply", reply: { id: "yes", title: "Ya" } }] },
    { header: { type: "text", text: "Booking" }, footer: { text: "Toko" } },
  ),
  list: interactive("list", {
    button: "Lihat",
    sections: [{ rows: [{ id: "svc-1", title: "Potong", description: "45 menit" }] }],
  }),
  link: interactive("cta_url", link, {
    header: { type: "image", image: { link: "https://example.com/a.png" } },
  }),
  carousel: interactive("carousel", { cards: [linkCard(0), linkCard(1)] }),
  products: interactive("carousel", { cards: [productCard(0), productCard(1)] }),
  catalog: interactive("catalog_message", {
    name: "catalog_message",
    parameters: { thumbnail_product_retailer_id: "SKU-1" },
  }),
  product: interactive("product", { catalog_id: "700", product_retailer_id: "SKU-1" }),
  productList: interactive(
    "product_list",
    {
      catalog_id: "700",
      sections: [{ title: "Kopi", product_items: [{ product_retailer_id: "SKU-1" }] }],
    },
    { header: { type: "text", text: "Menu" } },
  ),
  flow: interactive("flow", {
    name: "flow",
    parameters: {
      flow_message_version: "3",
      flow_id: "800000000000001",
      flow_cta: "Mulai",
      mode: "published",
      flow_token: "run-77",
      flow_action: "navigate",
      flow_action_payload: { screen: "START", data: { name: "Sari" } },
    },
  }),
  locationRequest: interactive("location_request_message", { name: "send_location" }),
  address: interactive("address_message", {
    name: "address_message",
    parameters: { country: "IN", values: { name: "A" } },
  }),
  callPermission: interactive("call_permission_request", { name: "call_permission_request" }),
  voiceCall: interactive("voice_call", {
    name: "voice_call",
    parameters: { display_text: "Telepon", ttl_minutes: 100, payload: "from-bot" },
  }),
  contactRequest: interactive("request_contact_info", { name: "request_contact_info" }),
  template: { type: "template", template: { name: "confirm", language: { code: "id" } } },
} as const satisfies Readonly<Record<string, JsonObject>>;
