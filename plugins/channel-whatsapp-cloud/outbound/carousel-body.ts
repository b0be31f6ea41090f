import { assertNever, type Card, type JsonObject, type MessageOut } from "sapa/plugin";
import { linkAction } from "./choice-body.ts";
import { headerBody, interactiveBody } from "./frame-body.ts";
import { isGiven } from "./is-given.ts";

/** Cards side by side, all of one kind. Source: reference 3.3. */
export function carouselBody(message: Extract<MessageOut, { kind: "carousel" }>): JsonObject {
  return interactiveBody("carousel", message, {
    cards: message.cards.map((card, index) => ({ card_index: index, ...cardBody(card) })),
  });
}

function cardBody(card: Card): JsonObject {
  switch (card.kind) {
    case "link":
      return {
        type: "cta_url",
        header: headerBody(card.media),
        ...(isGiven(card.text) ? { body: { text: card.text } } : {}),
        action: linkAction(card.label, card.url),
      };
    case "product":
      return {
        type: "product",
        action: { product_retailer_id: card.sku, catalog_id: card.catalog },
      };
    default:
      return assertNever(card, "cardBody");
  }
}
