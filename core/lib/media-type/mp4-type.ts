import { latin, uint32Big } from "./bytes-at.ts";

/** Boxes that are looked at on one level; a file has a handful. */
const maxBoxes = 1_000;

interface Box {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/**
 * MP4, 3GP, M4A, QuickTime and HEIC by the brand that the file gives itself, sound or picture by
 * its tracks; undefined for anything else. Source: ISO 14496-12, 4.2 and 4.3.
 */
export function readMp4Type(content: Uint8Array): string | undefined {
  if (latin(content, 4, 8) !== "ftyp") return undefined;
  const brand = latin(content, 8, 12);
  if (/^(?:heic|heix|hevc|mif1|msf1)$/.test(brand)) return "image/heic";
  if (brand === "avif" || brand === "avis") return "image/avif";
  if (brand === "qt  ") return "video/quicktime";
  const family = /^3g[ep2]/.test(brand) || brand.startsWith("3gp") ? "3gpp" : "mp4";
  const tracks = findTracks(content);
  const isSound = tracks.length === 0 ? /^M4[AB] $/.test(brand) : !tracks.includes("vide");
  return `${isSound ? "audio" : "video"}/${family}`;
}

/** What the tracks hold: `soun`, `vide` and others; none if the table of tracks is not there. */
function findTracks(content: Uint8Array): readonly string[] {
  const movie = boxesIn(content, 0, content.byteLength).find(({ kind }) => kind === "moov");
  if (movie === undefined) return [];
  return inside(content, movie, "trak")
    .flatMap((track) => inside(content, track, "mdia"))
    .flatMap((media) => inside(content, media, "hdlr"))
    .map(({ start }) => latin(content, start + 8, start + 12));
}

function inside(content: Uint8Array, { start, end }: Box, kind: string): readonly Box[] {
  return boxesIn(content, start, end).filter((box) => box.kind === kind);
}

/** The boxes that stand one after the other in a span; `start` and `end` are of what they hold. */
function boxesIn(content: Uint8Array, from: number, to: number): readonly Box[] {
  const boxes: Box[] = [];
  let at = from;
  while (at + 8 <= to && boxes.length < maxBoxes) {
    const short = uint32Big(content, at) ?? 0;
    const isLong = short === 1;
    const long = (uint32Big(content, at + 8) ?? 0) * 2 ** 32 + (uint32Big(content, at + 12) ?? 0);
    const size = isLong ? long : short === 0 ? to - at : short;
    const head = isLong ? 16 : 8;
    if (size < head) break;
    const end = Math.min(to, at + size);
    boxes.push({ kind: latin(content, at + 4, at + 8), start: at + head, end });
    at += size;
  }
  return boxes;
}
