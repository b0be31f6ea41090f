import type { MessageOut, SendError } from "sapa/plugin";
import { applyByKind, type ByKind } from "#plugins/channel-whatsapp-cloud/by-kind.ts";
import { capabilities } from "#plugins/channel-whatsapp-cloud/capabilities.ts";
import { checkCarousel } from "./check-carousel.ts";
import { checkProduct, checkProducts } from "./check-catalog.ts";
import { checkButtons, checkForm, checkFrame, checkLink, checkList } from "./check-choice.ts";
import { checkContacts, checkLocation, checkMedia } from "./check-plain.ts";
import { checkTemplate } from "./check-template.ts";
import { limitError } from "./limit-error.ts";
import { type Finding, filled } from "./rules.ts";

const { text, rich } = capabilities;

/**
 * What of a message is over a limit of WhatsApp's, if anything is. The flow renders by the
 * capabilities, so that this finds faults: nothing is cut here, and nothing over a limit leaves.
 */
export function findExcess(message: MessageOut): SendError | undefined {
  const finding = applyByKind(checks, message);
  return finding === undefined ? undefined : limitError(finding);
}

const checks: ByKind<Finding> = {
  text: (message) => filled("The text", message.text, text.maxChars),
  buttons: checkButtons,
  list: checkList,
  media: checkMedia,
  location: checkLocation,
  contacts: checkContacts,
  link: checkLink,
  product: checkProduct,
  products: checkProducts,
  catalog: checkBody,
  form: checkForm,
  request_location: checkBody,
  request_address: (message) =>
    /^[A-Z]{2}$/.test(message.country)
      ? checkBody(message)
      : "The country is not two capital letters",
  request_contact: checkBody,
  carousel: checkCarousel,
  template: checkTemplate,
  reaction: ({ target }) => filled("The message that the reaction is for", target, 1_024),
};

function checkBody(message: { readonly text: string; readonly footer?: string | undefined }) {
  return checkFrame(message, rich.bodyChars);
}
