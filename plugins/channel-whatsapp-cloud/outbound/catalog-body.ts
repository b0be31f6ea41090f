import type { JsonObject, MessageOut } from "sapa/plugin";
import { interactiveBody } from "./frame-body.ts";

/** One product of a catalogue. Source: reference 3.3. */
export function productBody(message: Extract<MessageOut, { kind: "product" }>): JsonObject {
  return interactiveBody("product", message, {
    catalog_id: message.catalog,
    product_retailer_id: message.sku,
  });
}

/** Products of one catalogue in sections. */
export function productsBody(message: Extract<MessageOut, { kind: "products" }>): JsonObject {
  const { title, text, footer, catalog, sections } = message;
  const header = { kind: "text", text: title } as const;
  return interactiveBody(
    "product_list",
    { header, text, footer },
    {
      catalog_id: catalog,
      sections: sections.map((section) => ({
        title: section.title,
        product_items: section.skus.map((sku) => ({ product_retailer_id: sku })),
      })),
    },
  );
}

/** The whole catalogue, under the picture of one product. */
export function catalogBody(message: Extract<MessageOut, { kind: "catalog" }>): JsonObject {
  const { thumbnailSku } = message;
  return interactiveBody("catalog_message", message, {
    name: "catalog_message",
    ...(thumbnailSku === undefined
      ? {}
      : { parameters: { thumbnail_product_retailer_id: thumbnailSku } }),
  });
}
