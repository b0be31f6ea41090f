import type { Card, MessageOut } from "sapa/plugin";
import { capabilities } from "#plugins/channel-whatsapp-cloud/capabilities.ts";
import { checkFrame } from "./check-choice.ts";
import { checkSource } from "./check-source.ts";
import { atMost, between, type Finding, filled, firstOf, page } from "./rules.ts";

const { rich } = capabilities;
const leastCards = 2;
/** Most line breaks in a card's text. Source: reference 3.3. */
const maxLineBreaks = 2;

export function checkCarousel(message: Extract<MessageOut, { kind: "carousel" }>): Finding {
  const { cards } = message;
  return firstOf(
    checkFrame(message, rich.bodyChars),
    between("cards", cards.length, leastCards, rich.maxCards),
    ...cards.map(checkCard),
    new Set(cards.map(sortOf)).size > 1
      ? "The cards are not all pictures, all videos, or all products of one catalogue"
      : undefined,
  );
}

/** What all cards have in common. */
function sortOf(card: Card): string {
  return card.kind === "link" ? card.media.kind : `product ${card.catalog}`;
}

function checkCard(card: Card): Finding {
  if (card.kind === "product") return undefined;
  const breaks = (card.text ?? "").split("\n").length - 1;
  return firstOf(
    checkSource(card.media.kind, card.media.source),
    atMost("A card's text", card.text, rich.cardBodyChars),
    breaks > maxLineBreaks
      ? `A card's text has ${breaks} line breaks; WhatsApp takes at most ${maxLineBreaks}`
      : undefined,
    filled("A card's label", card.label, rich.labelChars),
    page("A card's link", card.url),
  );
}
