import { latin, uint16Little, uint32Little } from "./bytes-at.ts";

const office = "application/vnd.openxmlformats-officedocument";

/** A name in the directory that only one kind of package has. */
const marks: readonly (readonly [prefix: string, mime: string])[] = [
  ["word/", `${office}.wordprocessingml.document`],
  ["xl/", `${office}.spreadsheetml.sheet`],
  ["ppt/", `${office}.presentationml.presentation`],
  ["AndroidManifest.xml", "application/vnd.android.package-archive"],
];

const zip = "application/zip";
/** Entries of the directory that are looked at; what tells the kind stands early. */
const maxEntries = 2_000;
/** The end record may have a comment behind it. Source: APPNOTE 6.3.10, 4.3.16. */
const endBytes = 22;
const maxCommentBytes = 65_535;
/** Names are no longer than this in the packages that are told apart. */
const maxNameBytes = 100;

/** Word, Excel and PowerPoint files, OpenDocument and EPUB, other ZIP; undefined for the rest. */
export function readZipType(content: Uint8Array): string | undefined {
  const signature = latin(content, 0, 4);
  if (signature === "PK\u0005\u0006") return zip;
  if (signature !== "PK\u0003\u0004") return undefined;
  return readOwnType(content) ?? readDirectory(content) ?? zip;
}

/** A first entry `mimetype`, unpacked, says it outright. Sources: OpenDocument 1.3 part 2; EPUB OCF. */
function readOwnType(content: Uint8Array): string | undefined {
  if (latin(content, 30, 38) !== "mimetype" || uint16Little(content, 8) !== 0) return undefined;
  const start = 38 + (uint16Little(content, 28) ?? 0);
  const bytes = Math.min(uint32Little(content, 22) ?? 0, maxNameBytes);
  const mime = latin(content, start, start + bytes);
  return /^application\/[a-z0-9.+-]+$/.test(mime) ? mime : undefined;
}

function readDirectory(content: Uint8Array): string | undefined {
  const end = findEnd(content);
  if (end === undefined) return undefined;
  let at = uint32Little(content, end + 16) ?? content.byteLength;
  for (let count = 0; count < maxEntries; count += 1) {
    if (latin(content, at, at + 4) !== "PK\u0001\u0002") return undefined;
    const lengths = [28, 30, 32].map((offset) => uint16Little(content, at + offset) ?? 0);
    const [nameBytes = 0, extraBytes = 0, commentBytes = 0] = lengths;
    const name = latin(content, at + 46, at + 46 + Math.min(nameBytes, maxNameBytes));
    const mime = marks.find(([prefix]) => name.startsWith(prefix))?.[1];
    if (mime !== undefined) return mime;
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return undefined;
}

function findEnd(content: Uint8Array): number | undefined {
  const last = content.byteLength - endBytes;
  for (let at = last; at >= Math.max(0, last - maxCommentBytes); at -= 1) {
    if (content[at] === 0x50 && latin(content, at, at + 4) === "PK\u0005\u0006") return at;
  }
  return undefined;
}
