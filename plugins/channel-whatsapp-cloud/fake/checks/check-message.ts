import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import type { MediaStore } from "#plugins/channel-whatsapp-cloud/fake/media/media-store.ts";
import { messageType } from "#plugins/channel-whatsapp-cloud/fake/message-type.ts";
import type { Templates } from "#plugins/channel-whatsapp-cloud/fake/templates/templates.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { checkContacts } from "./check-contacts.ts";
import { checkInteractive } from "./check-interactive.ts";
import { checkMediaMessage } from "./check-media.ts";
import { checkNumber, checkOptionalText, firstError, missing } from "./check-parts.ts";
import { checkTemplate } from "./check-template.ts";

export interface MessageCheckDeps {
  readonly templates: Templates;
  readonly media: MediaStore;
}

/** Meta's refusal of a message for its content alone, or undefined if it would be taken. */
export function checkMessage(body: JsonObject, deps: MessageCheckDeps): GraphError | undefined {
  const context = body["context"];
  return firstError(
    () => checkOptionalText(body["biz_opaque_callback_data"], "biz_opaque_callback_data", 512),
    () =>
      context === undefined || textOf(objectOf(context)?.["message_id"]) !== undefined
        ? undefined
        : missing("context.message_id"),
    () => checkContent(messageType(body), body, deps),
  );
}

function checkContent(
  type: string,
  body: JsonObject,
  deps: MessageCheckDeps,
): GraphError | undefined {
  switch (type) {
    case "text":
      return checkTextMessage(objectOf(body["text"]));
    case "interactive":
      return checkInteractive(objectOf(body["interactive"]), deps.media);
    case "template":
      return checkTemplate(objectOf(body["template"]), body, deps);
    case "reaction":
      return checkReaction(objectOf(body["reaction"]));
    case "location":
      return checkLocation(objectOf(body["location"]));
    case "contacts":
      return checkContacts(body["contacts"]);
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
      return checkMediaMessage(type, objectOf(body[type]), deps.media);
    default:
      return { code: 131051, details: `Message type "${type}" is not supported.` };
  }
}

function checkTextMessage(text: JsonObject | undefined): GraphError | undefined {
  const content = text?.["body"];
  if (typeof content !== "string" || content === "") return missing("text.body");
  if (content.length <= 4_096) return undefined;
  return { code: 100, details: "Param text['body'] must be at most 4096 characters long." };
}

function checkReaction(reaction: JsonObject | undefined): GraphError | undefined {
  if (textOf(reaction?.["message_id"]) === undefined) return missing("reaction.message_id");
  return typeof reaction?.["emoji"] === "string" ? undefined : missing("reaction.emoji");
}

function checkLocation(location: JsonObject | undefined): GraphError | undefined {
  return firstError(
    () => checkNumber(location?.["latitude"], "location.latitude", -90, 90),
    () => checkNumber(location?.["longitude"], "location.longitude", -180, 180),
  );
}
