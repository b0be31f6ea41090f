import type { MessageOut } from "sapa/plugin";
import { capabilities } from "#plugins/channel-whatsapp-cloud/capabilities.ts";
import { bareMime } from "#plugins/channel-whatsapp-cloud/media/bare-mime.ts";
import { formattedName } from "#plugins/channel-whatsapp-cloud/outbound/contact-body.ts";
import { checkSource } from "./check-source.ts";
import { atMost, between, type Finding, firstOf } from "./rules.ts";

/** A file with its words. A voice note is OGG; only a file of ours can be looked at. Reference 3.2. */
export function checkMedia(message: Extract<MessageOut, { kind: "media" }>): Finding {
  const { media, source, caption, voice } = message;
  const isVoice = voice === true;
  const isOther = "mime" in source && bareMime(source.mime) !== "audio/ogg";
  return firstOf(
    checkSource(media, source),
    atMost(`The caption of the ${media}`, caption, capabilities.media[media].captionChars),
    isVoice && media !== "audio" ? "Only audio can be a voice note" : undefined,
    isVoice && isOther ? "A voice note must be audio/ogg" : undefined,
  );
}

export function checkLocation(message: Extract<MessageOut, { kind: "location" }>): Finding {
  return firstOf(
    Math.abs(message.latitude) <= 90 ? undefined : "The latitude is not from -90 to 90",
    Math.abs(message.longitude) <= 180 ? undefined : "The longitude is not from -180 to 180",
  );
}

export function checkContacts({ contacts }: Extract<MessageOut, { kind: "contacts" }>): Finding {
  const isNameless = contacts.some((card) => formattedName(card.name ?? {}) === "");
  return firstOf(
    between("contacts", contacts.length, 1, capabilities.rich.maxContacts),
    isNameless ? "A contact has no name" : undefined,
  );
}
