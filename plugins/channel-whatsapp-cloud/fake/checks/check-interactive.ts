import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import type { MediaStore } from "#plugins/channel-whatsapp-cloud/fake/media/media-store.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { checkCarousel } from "./check-carousel.ts";
import { checkButtons, checkList } from "./check-choices.ts";
import { checkFlow } from "./check-flow.ts";
import { checkHeader } from "./check-media.ts";
import { checkOptionalText, checkText, firstError, invalid, missing } from "./check-parts.ts";
import { checkCatalog, checkProduct, checkProductList } from "./check-products.ts";
import {
  checkAddressRequest,
  checkLink,
  checkNamedAction,
  checkVoiceCall,
} from "./check-requests.ts";

interface InteractiveRule {
  /** Greatest body, in UTF-16 units. */
  readonly bodyChars: number;
  readonly isBodyOptional?: boolean;
  /** Kinds of headers that it takes; none if left out. */
  readonly headers?: readonly string[];
  readonly isHeaderRequired?: boolean;
  readonly hasFooter?: boolean;
  readonly checkAction: (action: JsonObject, store: MediaStore) => GraphError | undefined;
}

const anyHeader = ["text", "image", "video", "document"];

/** What each kind takes. Source: the table of reference 3.3; a body without a limit has 4,096. */
const rules: Readonly<Record<string, InteractiveRule>> = {
  button: { bodyChars: 1_024, headers: anyHeader, hasFooter: true, checkAction: checkButtons },
  list: { bodyChars: 4_096, headers: ["text"], hasFooter: true, checkAction: checkList },
  cta_url: { bodyChars: 1_024, headers: anyHeader, hasFooter: true, checkAction: checkLink },
  carousel: { bodyChars: 1_024, checkAction: checkCarousel },
  product: { bodyChars: 4_096, isBodyOptional: true, hasFooter: true, checkAction: checkProduct },
  product_list: {
    bodyChars: 4_096,
    headers: ["text"],
    isHeaderRequired: true,
    hasFooter: true,
    checkAction: checkProductList,
  },
  catalog_message: { bodyChars: 1_024, hasFooter: true, checkAction: checkCatalog },
  flow: { bodyChars: 4_096, headers: anyHeader, hasFooter: true, checkAction: checkFlow },
  location_request_message: { bodyChars: 1_024, checkAction: checkNamedAction("send_location") },
  address_message: {
    bodyChars: 4_096,
    headers: anyHeader,
    hasFooter: true,
    checkAction: checkAddressRequest,
  },
  call_permission_request: {
    bodyChars: 4_096,
    isBodyOptional: true,
    checkAction: checkNamedAction("call_permission_request"),
  },
  voice_call: { bodyChars: 4_096, checkAction: checkVoiceCall },
  request_contact_info: {
    bodyChars: 4_096,
    checkAction: checkNamedAction("request_contact_info"),
  },
};

/** Meta's refusal of an `interactive` object, or undefined if it would be taken. */
export function checkInteractive(
  interactive: JsonObject | undefined,
  store: MediaStore,
): GraphError | undefined {
  if (interactive === undefined) return missing("interactive");
  const type = textOf(interactive["type"]);
  if (type === undefined) return missing("interactive.type");
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
  if (rule === undefined) return invalid(`Interactive type "${type}"`);
  const body = objectOf(interactive["body"])?.["text"];
  const footer = interactive["footer"];
  const header = objectOf(interactive["header"]);
  const action = objectOf(interactive["action"]);
  const checkBody = rule.isBodyOptional === true ? checkOptionalText : checkText;
  return firstError(
    () => checkBody(body, "Body text", rule.bodyChars),
    () =>
      footer !== undefined && rule.hasFooter !== true
        ? invalid(`A message of type "${type}" takes no footer`)
        : checkOptionalText(objectOf(footer)?.["text"], "Footer text", 60),
    () =>
      header === undefined && rule.isHeaderRequired === true
        ? missing("header")
        : checkHeader(header, rule.headers ?? [], store),
    () => (action === undefined ? missing("action") : rule.checkAction(action, store)),
  );
}
