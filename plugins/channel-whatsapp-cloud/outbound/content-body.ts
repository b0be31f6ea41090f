import type { JsonObject, MessageOut } from "sapa/plugin";
import { applyByKind, type ByKind } from "#plugins/channel-whatsapp-cloud/by-kind.ts";
import { carouselBody } from "./carousel-body.ts";
import { catalogBody, productBody, productsBody } from "./catalog-body.ts";
import { buttonsBody, linkBody, listBody } from "./choice-body.ts";
import { contactBody } from "./contact-body.ts";
import { formBody } from "./form-body.ts";
import { contextBody } from "./frame-body.ts";
import { locationBody } from "./location-body.ts";
import { mediaBody } from "./media-body.ts";
import { addressRequestBody, contactRequestBody, locationRequestBody } from "./request-body.ts";
import { templateBody } from "./template-body.ts";

/** The kind and content of a message, and what it quotes, as the Cloud API takes them. Reference 3. */
export function contentBody(message: MessageOut): JsonObject {
  const quoted = "replyTo" in message ? contextBody(message) : {};
  return { ...quoted, ...applyByKind(bodies, message) };
}

const bodies: ByKind<JsonObject> = {
  text: ({ text, preview }) => ({
    type: "text",
    text: { preview_url: preview === true, body: text },
  }),
  buttons: buttonsBody,
  list: listBody,
  media: mediaBody,
  location: (message) => ({ type: "location", location: locationBody(message) }),
  contacts: ({ contacts }) => ({ type: "contacts", contacts: contacts.map(contactBody) }),
  link: linkBody,
  product: productBody,
  products: productsBody,
  catalog: catalogBody,
  form: formBody,
  request_location: locationRequestBody,
  request_address: addressRequestBody,
  request_contact: (message) => contactRequestBody(message, "request_contact_info"),
  carousel: carouselBody,
  template: (message) => ({ type: "template", template: templateBody(message) }),
  reaction: ({ target, emoji }) => ({
    type: "reaction",
    reaction: { message_id: target, emoji },
  }),
};
