import type { JsonObject, NetworkAct } from "sapa/plugin";
import { maxInboundBytes } from "#plugins/channel-whatsapp-cloud/fake/media/media-kinds.ts";
import { sniffMedia } from "#plugins/channel-whatsapp-cloud/fake/media/sniff-media.ts";
import type { ActContext } from "./act-context.ts";
import { messageError } from "./words-message.ts";

type MediaAct = Extract<NetworkAct, { readonly kind: "media" }>;

/** A file that the person sent; it is kept and can be fetched. Source: reference 2.3 and 3.6. */
export function mediaMessage(act: MediaAct, { media, mediaOrigin }: ActContext): JsonObject {
  const { content, mime, caption, filename, voice } = act;
  if (content.length > maxInboundBytes) return tooLargeMessage(act.media);
  const file = media.keepInbound(content, mime);
  const entry: JsonObject = {
    ...(caption === undefined ? {} : { caption }),
    ...(filename === undefined ? {} : { filename }),
    mime_type: mime,
    sha256: Buffer.from(file.sha256, "hex").toString("base64"),
    id: file.id,
    url: media.address(file, mediaOrigin),
    ...(act.media === "audio" ? { voice: voice ?? false } : {}),
    ...(act.media === "sticker" ? { animated: sniffMedia(content)?.isAnimated ?? false } : {}),
  };
  return { type: act.media, [act.media]: entry };
}

/** Above 100 MB nothing is kept, and the message says why. Source: reference 2.3 and 4.7. */
function tooLargeMessage(kind: string): JsonObject {
  const title =
    "Media file size too big. Max file size we currently support: 100MB. Please communicate with your customer to send a media file that is smaller than 100MB";
  return {
    type: "unsupported",
    unsupported: { type: kind },
    errors: [messageError(131052, "Media file size too big.", title)],
  };
}
