import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import type { MediaStore } from "#plugins/channel-whatsapp-cloud/fake/media/media-store.ts";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { checkHeader } from "./check-media.ts";
import {
  checkCount,
  checkNumber,
  checkOptionalText,
  checkUnique,
  firstError,
  invalid,
  missing,
} from "./check-parts.ts";
import { checkProduct } from "./check-products.ts";
import { checkLink } from "./check-requests.ts";

type Card = JsonObject | undefined;

/** Refuses two to ten cards side by side, all pictures, all videos or all products. Reference 3.3. */
export function checkCarousel(action: JsonObject, store: MediaStore): GraphError | undefined {
  const cards = listOf(action["cards"]).map(objectOf);
  const isProducts = cards[0]?.["type"] === "product";
  return firstError(
    () => checkCount(cards, "cards", 2, 10),
    ...cards.map((card) => () => checkNumber(card?.["card_index"], "card_index", 0, 9)),
    () => checkUnique(cards, "card_index", "card_index"),
    () => checkAlike(cards.map((card) => textOf(card?.["type"]))),
    ...(isProducts ? productChecks(cards) : mediaChecks(cards, store)),
  );
}

function productChecks(cards: readonly Card[]): readonly (() => GraphError | undefined)[] {
  const actions = cards.map((card) => objectOf(card?.["action"]));
  return [
    ...actions.map(
      (action) => () => (action === undefined ? missing("action") : checkProduct(action)),
    ),
    () => checkAlike(actions.map((action) => textOf(action?.["catalog_id"]))),
  ];
}

function mediaChecks(
  cards: readonly Card[],
  store: MediaStore,
): readonly (() => GraphError | undefined)[] {
  const headers = cards.map((card) => objectOf(card?.["header"]));
  return [
    () => checkAlike(headers.map((header) => textOf(header?.["type"]))),
    ...cards.map((card) => () => checkMediaCard(card, store)),
  ];
}

function checkMediaCard(card: Card, store: MediaStore): GraphError | undefined {
  const header = objectOf(card?.["header"]);
  const body = objectOf(card?.["body"])?.["text"];
  const action = objectOf(card?.["action"]);
  return firstError(
    () => (card?.["type"] === "cta_url" ? undefined : invalid("Card type must be cta_url")),
    () => (header === undefined ? missing("card header") : undefined),
    () => checkHeader(header, ["image", "video"], store),
    () => checkOptionalText(body, "Card body text", 160),
    () =>
      typeof body === "string" && body.split("\n").length > 3
        ? invalid("Card body text may have 2 line breaks")
        : undefined,
    () => (action === undefined ? missing("card action") : checkLink(action)),
  );
}

function checkAlike(values: readonly (string | undefined)[]): GraphError | undefined {
  return new Set(values).size <= 1 ? undefined : invalid("All cards must be of one kind");
}
