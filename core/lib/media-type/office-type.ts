import { hasBytes } from "./bytes-at.ts";

const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** A stream that only one program writes → its files. Source: MS-DOC 2.1, MS-XLS 2.1, MS-PPT 2.1. */
const streams: readonly (readonly [name: string, mime: string])[] = [
  ["WordDocument", "application/msword"],
  ["PowerPoint Document", "application/vnd.ms-powerpoint"],
  ["Workbook", "application/vnd.ms-excel"],
  ["Book", "application/vnd.ms-excel"],
];

/**
 * Word, Excel and PowerPoint files of before 2007, or any other compound file; undefined for the
 * rest. The directory lies anywhere, its names in UTF-16: so the names are looked for.
 */
export function readOfficeType(content: Uint8Array): string | undefined {
  if (!hasBytes(content, 0, signature)) return undefined;
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const found = streams.find(([name]) => bytes.includes(Buffer.from(`${name}\0`, "utf16le")));
  return found?.[1] ?? "application/x-ole-storage";
}
