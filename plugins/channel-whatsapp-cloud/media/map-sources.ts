import type { Card, Header, MediaKind, MediaSource, MessageOut } from "sapa/plugin";
import { isTemplateHeader } from "#plugins/channel-whatsapp-cloud/outbound/template-body.ts";

type Change = (source: MediaSource, kind: MediaKind) => MediaSource;

/** A file of ours that a message carries. */
export interface KeptSource {
  readonly kind: MediaKind;
  readonly sha256: string;
  readonly mime: string;
}

/** The kept files that a message carries, in any place that takes one. */
export function keptSources(message: MessageOut): readonly KeptSource[] {
  const kept: KeptSource[] = [];
  mapSources(message, (source, kind) => {
    if ("sha256" in source) kept.push({ kind, ...source });
    return source;
  });
  return kept;
}

/** The message with every file's source changed: its own, its header's, its cards'. */
export function mapSources(message: MessageOut, change: Change): MessageOut {
  if (message.kind === "media") {
    return { ...message, source: change(message.source, message.media) };
  }
  if (message.kind === "carousel") {
    return { ...message, cards: message.cards.map((card) => mapCard(card, change)) };
  }
  if (message.kind === "template") {
    const { header } = message;
    const isHeader = header !== undefined && isTemplateHeader(header);
    return isHeader ? { ...message, header: mapHeader(header, change) } : message;
  }
  return "header" in message && message.header !== undefined
    ? { ...message, header: mapHeader(message.header, change) }
    : message;
}

function mapHeader(header: Header, change: Change): Header {
  return header.kind === "text"
    ? header
    : { ...header, source: change(header.source, header.kind) };
}

function mapCard(card: Card, change: Change): Card {
  if (card.kind !== "link") return card;
  const { media } = card;
  return { ...card, media: { ...media, source: change(media.source, media.kind) } };
}
