import type { Sample } from "./sample.ts";

/** Products and cards, with every field. Source: reference 3.3. */
export const catalogSamples: readonly Sample[] = [
  [
    "product",
    { kind: "product", text: "Ini produknya", catalog: "700000000000001", sku: "SKU-1" },
    {
      type: "interactive",
      interactive: {
        type: "product",
        body: { text: "Ini produknya" },
        action: { catalog_id: "700000000000001", product_retailer_id: "SKU-1" },
      },
    },
  ],
  [
    "product without words",
    { kind: "product", catalog: "700000000000001", sku: "SKU-1", footer: "Toko" },
    {
      type: "interactive",
      interactive: {
        type: "product",
        footer: { text: "Toko" },
        action: { catalog_id: "700000000000001", product_retailer_id: "SKU-1" },
      },
    },
  ],
  [
    "products",
    {
      kind: "products",
      title: "Menu",
      text: "Pilih",
      catalog: "700000000000001",
      sections: [{ title: "Kopi", skus: ["SKU-1", "SKU-2"] }],
    },
    {
      type: "interactive",
      interactive: {
        type: "product_list",
        header: { type: "text", text: "Menu" },
        body: { text: "Pilih" },
        action: {
          catalog_id: "700000000000001",
          sections: [
            {
              title: "Kopi",
              product_items: [{ product_retailer_id: "SKU-1" }, { product_retailer_id: "SKU-2" }],
            },
          ],
        },
      },
    },
  ],
  [
    "catalog",
    { kind: "catalog", text: "Katalog kami", thumbnailSku: "SKU-1" },
    {
      type: "interactive",
      interactive: {
        type: "catalog_message",
        body: { text: "Katalog kami" },
        action: {
          name: "catalog_message",
          parameters: { thumbnail_product_retailer_id: "SKU-1" },
        },
      },
    },
  ],
  [
    "catalog without a picture",
    { kind: "catalog", text: "Katalog kami", footer: "Toko" },
    {
      type: "interactive",
      interactive: {
        type: "catalog_message",
        body: { text: "Katalog kami" },
        footer: { text: "Toko" },
        action: { name: "catalog_message" },
      },
    },
  ],
  [
    "carousel of links",
    {
      kind: "carousel",
      text: "Promo",
      cards: [
        {
          kind: "link",
          media: { kind: "image", source: { link: "https://example.com/1.png" } },
          text: "Paket A",
          label: "Beli",
          url: "https://example.com/a",
        },
        {
          kind: "link",
          media: { kind: "image", source: { link: "https://example.com/2.png" } },
          text: "Paket B",
          label: "Beli",
          url: "https://example.com/b",
        },
      ],
    },
    {
      type: "interactive",
      interactive: {
        type: "carousel",
        body: { text: "Promo" },
        action: {
          cards: [
            {
              card_index: 0,
              type: "cta_url",
              header: { type: "image", image: { link: "https://example.com/1.png" } },
              body: { text: "Paket A" },
              action: {
                name: "cta_url",
                parameters: { display_text: "Beli", url: "https://example.com/a" },
              },
            },
            {
              card_index: 1,
              type: "cta_url",
              header: { type: "image", image: { link: "https://example.com/2.png" } },
              body: { text: "Paket B" },
              action: {
                name: "cta_url",
                parameters: { display_text: "Beli", url: "https://example.com/b" },
              },
            },
          ],
        },
      },
    },
  ],
  [
    "carousel of products",
    {
      kind: "carousel",
      text: "Promo",
      cards: [
        { kind: "product", catalog: "700", sku: "SKU-1" },
        { kind: "product", catalog: "700", sku: "SKU-2" },
      ],
    },
    {
      type: "interactive",
      interactive: {
        type: "carousel",
        body: { text: "Promo" },
        action: {
          cards: [
            {
              card_index: 0,
              type: "product",
              action: { product_retailer_id: "SKU-1", catalog_id: "700" },
            },
            {
              card_index: 1,
              type: "product",
              action: { product_retailer_id: "SKU-2", catalog_id: "700" },
            },
          ],
        },
      },
    },
  ],
];
