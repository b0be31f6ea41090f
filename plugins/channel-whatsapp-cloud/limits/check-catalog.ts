import type { MessageOut } from "sapa/plugin";
import { capabilities } from "#plugins/channel-whatsapp-cloud/capabilities.ts";
import { checkFrame } from "./check-choice.ts";
import { atMost, between, type Finding, filled, firstOf } from "./rules.ts";

const { list, rich } = capabilities;

export function checkProduct(message: Extract<MessageOut, { kind: "product" }>): Finding {
  return firstOf(
    atMost("The body", message.text, rich.bodyChars),
    atMost("The footer", message.footer, rich.footerChars),
  );
}

export function checkProducts(message: Extract<MessageOut, { kind: "products" }>): Finding {
  const { sections, title } = message;
  const skus = sections.flatMap((section) => section.skus);
  const isHollow = sections.some((section) => section.skus.length === 0);
  return firstOf(
    checkFrame(message, rich.bodyChars),
    filled("The title", title, rich.headerChars),
    between("sections", sections.length, 1, rich.maxProductSections),
    between("products", skus.length, 1, rich.maxProducts),
    isHollow ? "A section has no product" : undefined,
    ...sections.map((section) =>
      filled("A section's title", section.title, list.sectionTitleChars),
    ),
  );
}
