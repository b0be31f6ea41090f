import type { JsonObject } from "sapa/plugin";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { checkInteractive } from "./check-interactive.ts";
import { checkOptionalText, firstError, invalid, missing } from "./check-parts.ts";
import type { GraphError } from "./graph-error.ts";
import type { Templates } from "./templates.ts";

const captioned = new Set(["image", "video", "document"]);

/** The kind of message that a body posts: Meta takes one without `type` as text. */
export function messageType(body: JsonObject): string {
  return textOf(body["type"]) ?? "text";
}

/** Meta's refusal of a message for its content alone, or undefined if it would be taken. */
export function checkMessage(body: JsonObject, templates: Templates): GraphError | undefined {
  const type = messageType(body);
  return firstError(
    () => checkOptionalText(body["biz_opaque_callback_data"], "biz_opaque_callback_data", 512),
    () => checkContent(type, body, templates),
  );
}

function checkContent(
  type: string,
  body: JsonObject,
  templates: Templates,
): GraphError | undefined {
  switch (type) {
    case "text":
      return checkTextMessage(objectOf(body["text"]));
    case "interactive":
      return checkInteractive(objectOf(body["interactive"]));
    case "template":
      return templates.check(objectOf(body["template"]));
    case "reaction":
      return checkReaction(objectOf(body["reaction"]));
    case "location":
      return checkLocation(objectOf(body["location"]));
    case "contacts":
      return listOf(body["contacts"]).length > 0 ? undefined : missing("contacts");
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
      return checkMedia(type, objectOf(body[type]));
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
  if (textOf(location?.["latitude"]) === undefined) return missing("location.latitude");
  return textOf(location?.["longitude"]) === undefined ? missing("location.longitude") : undefined;
}

/** A file is named by exactly one of `id` and `link`; the fake keeps no files. */
function checkMedia(type: string, media: JsonObject | undefined): GraphError | undefined {
  const named = [media?.["id"], media?.["link"]].filter((value) => value !== undefined);
  if (named.length === 0) return missing(`${type}.id or ${type}.link`);
  if (named.length > 1) return invalid(`${type}: exactly one of id and link`);
  if (media?.["caption"] === undefined) return undefined;
  if (!captioned.has(type)) return invalid(`${type} takes no caption`);
  return checkOptionalText(media["caption"], "Caption", 1_024);
}
