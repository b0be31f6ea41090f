import { assertNever, type JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import type { MediaStore } from "#plugins/channel-whatsapp-cloud/fake/media/media-store.ts";
import {
  sentComponents,
  sentLanguage,
  sentParameters,
} from "#plugins/channel-whatsapp-cloud/fake/templates/sent-template.ts";
import type { Template } from "#plugins/channel-whatsapp-cloud/fake/templates/template.ts";
import type {
  HeaderShape,
  TemplateShape,
} from "#plugins/channel-whatsapp-cloud/fake/templates/template-shape.ts";
import type { Templates } from "#plugins/channel-whatsapp-cloud/fake/templates/templates.ts";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { checkMediaSource } from "./check-media.ts";
import { checkNumber, firstError, missing } from "./check-parts.ts";
import { checkTemplateButtons } from "./check-template-buttons.ts";
import { checkBodyValues, countMismatch, formatMismatch } from "./check-template-values.ts";

/** Meta's refusal of a `template` object, or undefined if it would be taken. Reference 3.4. */
export function checkTemplate(
  sent: JsonObject | undefined,
  body: JsonObject,
  deps: { readonly templates: Templates; readonly media: MediaStore },
): GraphError | undefined {
  if (sent === undefined) return missing("template");
  const name = textOf(sent["name"]);
  const language = sentLanguage(sent);
  if (name === undefined) return missing("template.name");
  if (language === undefined) return missing("template.language.code");
  const template = deps.templates.find(sent);
  if (template === undefined) {
    return { code: 132001, details: `template name (${name}) does not exist in ${language}` };
  }
  return firstError(
    () => checkStatus(template),
    () => checkAddress(template, body),
    () => checkParts(template.shape, sent, deps.media),
  );
}

function checkStatus({ name, language, status }: Template): GraphError | undefined {
  if (status === "APPROVED") return undefined;
  if (status === "PAUSED") return { code: 132015, details: `template (${name}) is paused` };
  if (status === "DISABLED") return { code: 132016, details: `template (${name}) is disabled` };
  return { code: 132001, details: `template name (${name}) is not approved in ${language}` };
}

/** A one-time code goes to a phone number alone. Source: reference 2.2. */
function checkAddress(template: Template, body: JsonObject): GraphError | undefined {
  const isToUserId = body["to"] === undefined && body["recipient"] !== undefined;
  if (template.category !== "AUTHENTICATION" || !isToUserId) return undefined;
  const details = "Authentication templates cannot be sent to a business-scoped user ID.";
  return { code: 131062, details };
}

function checkParts(
  shape: TemplateShape,
  holder: JsonObject,
  media: MediaStore,
): GraphError | undefined {
  const [header] = sentComponents(holder, "header");
  const [body] = sentComponents(holder, "body");
  return firstError(
    () => checkHeaderValues(shape.header, sentParameters(header), media),
    () => checkBodyValues(shape, sentParameters(body)),
    () => checkTemplateButtons(shape, sentComponents(holder, "button")),
    () => checkCards(shape, holder, media),
  );
}

function checkHeaderValues(
  header: HeaderShape,
  parameters: readonly JsonObject[],
  media: MediaStore,
): GraphError | undefined {
  const [first] = parameters;
  switch (header.kind) {
    case "any":
      return checkAnyHeader(first, media);
    case "none":
      return checkHeaderCount(parameters, 0);
    case "text":
      return checkHeaderCount(parameters, header.variables.length);
    case "media":
      return typeOf(first) === header.media
        ? checkMediaSource(header.media, objectOf(first?.[header.media]), media)
        : formatMismatch("header", header.media, typeOf(first));
    case "location":
      return typeOf(first) === "location"
        ? checkPlace(objectOf(first?.["location"]))
        : formatMismatch("header", "location", typeOf(first));
    default:
      return assertNever(header, "checkHeaderValues");
  }
}

function typeOf(parameter: JsonObject | undefined): string {
  return textOf(parameter?.["type"])?.toLowerCase() ?? "unknown";
}

function checkHeaderCount(
  parameters: readonly JsonObject[],
  expected: number,
): GraphError | undefined {
  return parameters.length === expected
    ? undefined
    : countMismatch("header", parameters.length, expected);
}

/** Nobody told what stands there; a file has to be one all the same. */
function checkAnyHeader(
  parameter: JsonObject | undefined,
  media: MediaStore,
): GraphError | undefined {
  const type = typeOf(parameter);
  return type === "image" || type === "video" || type === "document"
    ? checkMediaSource(type, objectOf(parameter?.[type]), media)
    : undefined;
}

function checkPlace(location: JsonObject | undefined): GraphError | undefined {
  return firstError(
    () => checkNumber(location?.["latitude"], "location.latitude", -90, 90),
    () => checkNumber(location?.["longitude"], "location.longitude", -180, 180),
  );
}

/** The number of cards was fixed when the template was made. */
function checkCards(
  shape: TemplateShape,
  holder: JsonObject,
  media: MediaStore,
): GraphError | undefined {
  const [carousel] = sentComponents(holder, "carousel");
  const cards = listOf(carousel?.["cards"]).map((card) => objectOf(card) ?? {});
  if (shape.hasOtherButtons) return undefined;
  if (cards.length !== shape.cards.length) {
    return countMismatch("carousel", cards.length, shape.cards.length);
  }
  return firstError(
    ...shape.cards.map((card, index) => () => checkParts(card, cards[index] ?? {}, media)),
  );
}
