import type { JsonObject, NetworkAct } from "sapa/plugin";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { ActContext } from "./act-context.ts";

type Items = Extract<NetworkAct, { readonly kind: "order" }>["items"];

/** The catalogue of people who order without having been shown one. */
const ownCatalog = "700000000000001";

/** A cart; its catalogue is the last one that was shown. Source: reference 2.3. */
export function orderMessage(items: Items, { find }: ActContext): JsonObject {
  const shown = find(({ body }) => catalogOf(objectOf(body)) !== undefined);
  return {
    type: "order",
    order: {
      catalog_id: catalogOf(objectOf(shown?.body)) ?? ownCatalog,
      text: "",
      product_items: items.map(({ sku, quantity, price, currency }) => ({
        product_retailer_id: sku,
        quantity,
        item_price: price,
        currency,
      })),
    },
  };
}

function catalogOf(body: JsonObject | undefined): string | undefined {
  return textOf(objectOf(objectOf(body?.["interactive"])?.["action"])?.["catalog_id"]);
}
