import { z } from "zod";
import type { StepBuilder } from "#core/flow/compile/step-builder.ts";
import { compileMedia, renderSource } from "#core/flow/rich/media-source.ts";
import type { Rendering } from "#core/flow/rich/rendering.ts";
import { boundText, reportCount } from "#core/flow/rich/report-rich.ts";
import { defineRich } from "#core/flow/rich/rich-kind.ts";
import { machineText, mediaShapes } from "#core/flow/rich/rich-schemas.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";
import type { Card } from "#core/model/message-out.ts";

const linkKeys = {
  label: textSchema.meta({ description: "The words on the card's button." }),
  url: machineText.meta({ description: "The address that it opens." }),
  text: textSchema.optional().meta({ description: "The card's text." }),
};

const cardSchema = z.union([
  z.strictObject({ ...mediaShapes.image, ...linkKeys }),
  z.strictObject({ ...mediaShapes.video, ...linkKeys }),
  z.strictObject({
    product: machineText.meta({ description: "The product's id in the catalogue." }),
    catalog_id: machineText.meta({ description: "The catalogue's id at the network." }),
  }),
]);

/** Cards beside each other: pictures or videos with a link each, or products. */
export const carouselRichKind = defineRich({
  key: "carousel",
  need: { kind: "carousel" },
  about: "Cards beside each other: pictures or videos with a link each, or products.",
  keys: {
    carousel: textSchema.meta({ description: "The text above the cards." }),
    cards: z.array(cardSchema).min(2).meta({ description: "The cards, all of one kind." }),
  },
  compile(input, build) {
    const text = boundText(["send", "carousel"], input.carousel, "bodyChars", build);
    reportCount(["send", "cards"], input.cards.length, "maxCards", build);
    const kinds = new Set(input.cards.map(kindOf));
    if (kinds.size > 1) {
      const message = `the cards of one carousel are of one kind, these are ${[...kinds].join(" and ")}`;
      build.report({ code: "FLOW_VALUE_INVALID", path: ["send", "cards"], part: "key", message });
    }
    const cards = input.cards.map((card, index) => compileCard(card, index, build));
    return (rendering) => ({
      kind: "carousel",
      text: rendering.body(text),
      cards: cards.map((card) => card(rendering)),
    });
  },
});

type CardInput = z.output<typeof cardSchema>;

function kindOf(card: CardInput): string {
  if ("product" in card) return "products";
  return "image" in card ? "pictures" : "videos";
}

function compileCard(
  card: CardInput,
  index: number,
  build: StepBuilder,
): (rendering: Rendering) => Card {
  const path = ["send", "cards", index];
  if ("product" in card) {
    const sku = build.template([...path, "product"], card.product);
    const catalog = build.template([...path, "catalog_id"], card.catalog_id);
    return (rendering) => ({
      kind: "product",
      catalog: rendering.value(catalog),
      sku: rendering.value(sku),
    });
  }
  const { source } = compileMedia(path, card, build);
  const kind = "image" in card ? "image" : "video";
  const label = boundText([...path, "label"], card.label, "labelChars", build);
  const url = build.template([...path, "url"], card.url);
  const text =
    card.text === undefined
      ? undefined
      : boundText([...path, "text"], card.text, "cardBodyChars", build);
  return (rendering) => ({
    kind: "link",
    media: { kind, source: renderSource(source, rendering) },
    text: rendering.line(text, "cardBodyChars"),
    label: rendering.label(label, "labelChars"),
    url: rendering.address(url, false),
  });
}
