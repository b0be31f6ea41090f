import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { listOf, objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import {
  anyLength,
  checkCount,
  checkOptionalText,
  checkText,
  firstError,
  invalid,
} from "./check-parts.ts";
import { checkNamedAction } from "./check-requests.ts";

const maxProducts = 30;

/** Refuses one product of a catalogue. */
export function checkProduct(action: JsonObject): GraphError | undefined {
  return firstError(
    () => checkText(action["catalog_id"], "catalog_id", anyLength),
    () => checkText(action["product_retailer_id"], "product_retailer_id", anyLength),
  );
}

/** Refuses a choice of products: thirty in all, in ten sections. Source: reference 3.3. */
export function checkProductList(action: JsonObject): GraphError | undefined {
  const sections = listOf(action["sections"]).map(objectOf);
  const items = sections.map((section) => listOf(section?.["product_items"]).map(objectOf));
  const checkTitle = sections.length > 1 ? checkText : checkOptionalText;
  return firstError(
    () => checkText(action["catalog_id"], "catalog_id", anyLength),
    () => checkCount(sections, "sections", 1, 10),
    () =>
      items.some((section) => section.length === 0)
        ? invalid("Each section needs at least one product")
        : undefined,
    () => checkCount(items.flat(), "products", 1, maxProducts),
    ...sections.map((section) => () => checkTitle(section?.["title"], "Section title", 24)),
    ...items
      .flat()
      .map(
        (item) => () => checkText(item?.["product_retailer_id"], "product_retailer_id", anyLength),
      ),
  );
}

/** Refuses a whole catalogue. */
export function checkCatalog(action: JsonObject): GraphError | undefined {
  const sku = objectOf(action["parameters"])?.["thumbnail_product_retailer_id"];
  return firstError(
    () => checkNamedAction("catalog_message")(action),
    () => checkOptionalText(sku, "thumbnail_product_retailer_id", anyLength),
  );
}
