import assert from "node:assert/strict";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { Card, MessageOut, MessageOutKind } from "#core/model/message-out.ts";
import { expectEdge, letters, sendToLast } from "./channel-edges.ts";
import { type ChannelCheck, type ChannelWorld, lastMessage, sari } from "./channel-world.ts";

type Rich = NonNullable<Capabilities["rich"]>;

/** Kinds of messages beyond text and choices, where the channel declares them. */
export const channelRichChecks: readonly ChannelCheck[] = [
  {
    name: "every declared kind of message is taken and arrives",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      for (const [kind, message] of Object.entries(simple(world))) {
        if (!declares(world, message.kind)) continue;
        const count = world.simulator.shown().length;
        const outcome = await sendToLast(world, message);
        assert.equal(outcome.kind, "accepted", `${kind}: ${JSON.stringify(outcome)}`);
        assert.equal(world.simulator.shown().length, count + 1, kind);
        assert.deepEqual(world.simulator.shown().at(-1)?.person, sari);
      }
    },
  },
  {
    name: "rich messages at every declared limit are taken, beyond any of them refused",
    run: async (world) => {
      const { rich } = world.channel.capabilities;
      if (rich === undefined) return;
      for (const message of edges(rich)) {
        if (declares(world, message(0).kind)) await expectEdge(world, message);
      }
    },
  },
  {
    name: "a form's answer, a place and a cart come back as they were sent",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      if (declares(world, "form")) await checkForm(world);
      if (declares(world, "request_location")) {
        await sendToLast(world, { kind: "request_location", text: "Di mana?" });
        const place = { latitude: -6.2, longitude: 106.8 };
        await world.simulator.act(sari, { kind: "location", ...place });
        const { kind, ...rest } = lastMessage(world);
        assert.equal(kind, "location");
        assert.deepEqual({ ...rest, ...place }, rest);
      }
      if (declares(world, "catalog")) await checkCart(world);
    },
  },
];

async function checkForm(world: ChannelWorld): Promise<void> {
  const outcome = await sendToLast(world, { ...form, token: "run-7.step é" });
  const answer = { date: "2026-12-01", guests: 2, note: '"é" ☕' };
  await world.simulator.act(sari, { kind: "form", answer });
  const message = lastMessage(world);
  if (message.kind !== "form") throw new Error(`the answer is ${message.kind}`);
  assert.equal(message.token, "run-7.step é");
  assert.equal(message.replyTo, outcome.kind === "accepted" ? outcome.vendorId : "");
  for (const [key, value] of Object.entries(answer)) assert.deepEqual(message.answer[key], value);
}

async function checkCart(world: ChannelWorld): Promise<void> {
  const items = [{ sku: "SKU-1", quantity: 2, price: 15_000, currency: "IDR" }];
  await world.simulator.act(sari, { kind: "order", items });
  const message = lastMessage(world);
  assert.deepEqual(message.kind === "order" ? message.items : message.kind, items);
}

function declares(world: ChannelWorld, kind: MessageOutKind): boolean {
  return world.channel.capabilities.kinds?.includes(kind) ?? false;
}

const form: Extract<MessageOut, { kind: "form" }> = {
  kind: "form",
  text: "Isi",
  form: { id: "800000000000001" },
  label: "Mulai",
  token: "t",
  screen: "START",
};
const products = (count: number) => ({
  title: "Kopi",
  skus: Array.from({ length: count }, (_, index) => `SKU-${index}`),
});

/** One message of each kind that needs nothing before it. */
function simple(world: ChannelWorld): Readonly<Record<string, MessageOut>> {
  const png = world.keep(new TextEncoder().encode("a picture"), "image/png");
  const card: Card = {
    kind: "link",
    media: { kind: "image", source: png },
    label: "Beli",
    url: "https://example.com/a",
  };
  const text = "Pilih";
  return {
    media: { kind: "media", media: "image", source: png, caption: "Menu" },
    "media by link": {
      kind: "media",
      media: "image",
      source: { link: "https://example.com/1.png" },
    },
    location: { kind: "location", latitude: -6.2, longitude: 106.8, name: "Toko" },
    contacts: { kind: "contacts", contacts: [{ name: { formatted: "Budi" } }] },
    link: { kind: "link", text, label: "Buka", url: "https://example.com" },
    "link under a picture": {
      kind: "link",
      text,
      label: "Buka",
      url: "https://example.com",
      header: { kind: "image", source: png },
    },
    product: { kind: "product", catalog: "700", sku: "SKU-1" },
    products: { kind: "products", title: "Menu", text, catalog: "700", sections: [products(2)] },
    catalog: { kind: "catalog", text, thumbnailSku: "SKU-1" },
    form,
    request_location: { kind: "request_location", text },
    request_address: { kind: "request_address", text, country: "IN" },
    request_contact: { kind: "request_contact", text },
    "carousel of links": { kind: "carousel", text, cards: [card, card] },
    "carousel of products": {
      kind: "carousel",
      text,
      cards: ["SKU-1", "SKU-2"].map((sku) => ({ kind: "product", catalog: "700", sku })),
    },
  };
}

/** Messages that fit at 0 and not at 1, for each limit. */
function edges(rich: Rich): readonly ((extra: 0 | 1) => MessageOut)[] {
  const link = { kind: "link", text: "a", label: "b", url: "https://example.com" } as const;
  const source = { link: "https://example.com/1.png" };
  const card = (text: string): Card => ({
    kind: "link",
    media: { kind: "image", source },
    text,
    label: "Beli",
    url: "https://example.com",
  });
  const carousel = (cards: readonly Card[]): MessageOut => ({ kind: "carousel", text: "a", cards });
  const all = { kind: "products", title: "Menu", text: "a", catalog: "700" } as const;
  return [
    (extra) => ({ ...link, text: letters(rich.bodyChars + extra) }),
    (extra) => ({ ...link, footer: letters(rich.footerChars + extra) }),
    (extra) => ({ ...link, header: { kind: "text", text: letters(rich.headerChars + extra) } }),
    (extra) => ({ ...link, label: letters(rich.labelChars + extra) }),
    (extra) => ({ kind: "catalog", text: letters(rich.bodyChars + extra) }),
    (extra) => ({ kind: "request_location", text: letters(rich.bodyChars + extra) }),
    (extra) => ({ ...form, label: letters(rich.labelChars + extra) }),
    (extra) => carousel(Array.from({ length: rich.maxCards + extra }, () => card("a"))),
    (extra) => carousel([card("a"), card(letters(rich.cardBodyChars + extra))]),
    (extra) => ({ ...all, sections: [products(rich.maxProducts + extra)] }),
    (extra) => ({
      ...all,
      sections: Array.from({ length: rich.maxProductSections + extra }, () => products(1)),
    }),
    (extra) => ({
      kind: "contacts",
      contacts: Array.from({ length: rich.maxContacts + extra }, () => ({
        name: { formatted: "Budi" },
      })),
    }),
  ];
}
