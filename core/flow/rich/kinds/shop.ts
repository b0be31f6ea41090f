import { z } from "zod";
import { boundText, reportCount } from "#core/flow/rich/report-rich.ts";
import { defineRich, type RichKind } from "#core/flow/rich/rich-kind.ts";
import { bodyKeys, footerKeys, machineText } from "#core/flow/rich/rich-schemas.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";

const sku = machineText.meta({ description: "The product's id in the catalogue." });
const catalogId = machineText.meta({ description: "The catalogue's id at the network." });

const product = defineRich({
  key: "product",
  need: { kind: "product" },
  about: "One product of the catalogue.",
  keys: {
    product: sku,
    catalog_id: catalogId,
    text: textSchema.optional().meta({ description: "A text below the product." }),
    ...footerKeys,
  },
  compile(input, build) {
    const which = build.template(["send", "product"], input.product);
    const catalog = build.template(["send", "catalog_id"], input.catalog_id);
    const text =
      input.text === undefined
        ? undefined
        : boundText(["send", "text"], input.text, "bodyChars", build);
    const footer =
      input.footer === undefined
        ? undefined
        : boundText(["send", "footer"], input.footer, "footerChars", build);
    return (rendering) => ({
      kind: "product",
      text: text === undefined ? undefined : rendering.body(text),
      footer: rendering.line(footer, "footerChars"),
      catalog: rendering.value(catalog),
      sku: rendering.value(which),
    });
  },
});

const products = defineRich({
  key: "products",
  need: { kind: "products" },
  about: "Several products of the catalogue, in sections.",
  keys: {
    products: z
      .array(
        z.strictObject({
          title: textSchema.meta({ description: "The section's title." }),
          skus: z.array(sku).min(1).meta({ description: "The ids of its products." }),
        }),
      )
      .min(1)
      .meta({ description: "The sections.", examples: [[{ title: "Coffee", skus: ["k1"] }]] }),
    catalog_id: catalogId,
    title: textSchema.meta({ description: "What stands above the text." }),
    ...bodyKeys,
    ...footerKeys,
  },
  compile(input, build) {
    const at = ["send", "products"];
    reportCount(at, input.products.length, "maxProductSections", build);
    const count = input.products.reduce((sum, section) => sum + section.skus.length, 0);
    reportCount(at, count, "maxProducts", build);
    const sections = input.products.map(({ title, skus }, index) => ({
      title: boundText([...at, index, "title"], title, "sectionTitleChars", build),
      skus: skus.map((each, place) => build.template([...at, index, "skus", place], each)),
    }));
    const catalog = build.template(["send", "catalog_id"], input.catalog_id);
    const title = boundText(["send", "title"], input.title, "headerChars", build);
    const text = boundText(["send", "text"], input.text, "bodyChars", build);
    const footer =
      input.footer === undefined
        ? undefined
        : boundText(["send", "footer"], input.footer, "footerChars", build);
    return (rendering) => ({
      kind: "products",
      title: rendering.label(title, "headerChars"),
      text: rendering.body(text),
      footer: rendering.line(footer, "footerChars"),
      catalog: rendering.value(catalog),
      sections: sections.map((section) => ({
        title: rendering.label(section.title, "sectionTitleChars"),
        skus: section.skus.map((each) => rendering.value(each)),
      })),
    });
  },
});

const catalog = defineRich({
  key: "catalog",
  need: { kind: "catalog" },
  about: "A text with a button that opens the whole catalogue.",
  keys: {
    catalog: textSchema.meta({ description: "The text above the button." }),
    ...footerKeys,
    thumbnail: sku.optional().meta({ description: "The product whose picture is shown." }),
  },
  compile(input, build) {
    const text = boundText(["send", "catalog"], input.catalog, "bodyChars", build);
    const footer =
      input.footer === undefined
        ? undefined
        : boundText(["send", "footer"], input.footer, "footerChars", build);
    const thumbnail =
      input.thumbnail === undefined
        ? undefined
        : build.template(["send", "thumbnail"], input.thumbnail);
    return (rendering) => ({
      kind: "catalog",
      text: rendering.body(text),
      footer: rendering.line(footer, "footerChars"),
      thumbnailSku: rendering.optionalValue(thumbnail),
    });
  },
});

/** Messages with products of the network's catalogue. */
export const shopRichKinds: readonly RichKind[] = [product, products, catalog];
