import type { Header, MediaKind, MediaSource } from "sapa/plugin";
import { capabilities } from "#plugins/channel-whatsapp-cloud/capabilities.ts";
import { bareMime } from "#plugins/channel-whatsapp-cloud/media/bare-mime.ts";
import { type Finding, filled } from "./rules.ts";

/**
 * Where a file comes from: a link that Meta can fetch, an id, or a file of ours of a type that the
 * kind takes. Its size is looked at when it is read. Source: reference 3.2 and 3.6.
 */
export function checkSource(kind: MediaKind, source: MediaSource): Finding {
  if ("id" in source) return filled(`The id of the ${kind}`, source.id, 256);
  if ("link" in source) {
    const isSecure = URL.canParse(source.link) && new URL(source.link).protocol === "https:";
    return isSecure ? undefined : `The link of the ${kind} is no https address`;
  }
  const mime = bareMime(source.mime);
  if (capabilities.media[kind].mimes.includes(mime)) return undefined;
  return `WhatsApp takes no ${mime === "" ? "file without a type" : mime} as ${kind}`;
}

/** A line of text or a file above the body. Source: reference 3.3. */
export function checkHeader(header: Header | undefined): Finding {
  if (header === undefined) return undefined;
  if (header.kind !== "text") return checkSource(header.kind, header.source);
  return filled("The header", header.text, capabilities.rich.headerChars);
}
