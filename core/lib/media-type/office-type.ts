import { hasBytes, uint16Little, uint32Little } from "./bytes-at.ts";

const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** What is read of the directory, from its first sector on: room for 128 entries. */
const directoryBytes = 16_384;

/** A stream that only one program writes → its files. Source: MS-DOC 2.1, MS-XLS 2.1, MS-PPT 2.1. */
const streams: readonly (readonly [name: string, mime: string])[] = [
  ["WordDocument", "application/msword"],
  ["PowerPoint Document", "application/vnd.ms-powerpoint"],
  ["Workbook", "application/vnd.ms-excel"],
  ["Book", "application/vnd.ms-excel"],
];

/**
 * Word, Excel and PowerPoint files of before 2007, or any other compound file; undefined for the
 * rest. The header tells where the directory begins, its names are UTF-16. Source: MS-CFB 2.2, 2.6.
 */
export function readOfficeType(content: Uint8Array): string | undefined {
  if (!hasBytes(content, 0, signature)) return undefined;
  const sectorBytes = 2 ** Math.min(uint16Little(content, 30) ?? 0, 16);
  const start = ((uint32Little(content, 48) ?? 0) + 1) * sectorBytes;
  const directory = Buffer.from(content.subarray(start, start + directoryBytes));
  const found = streams.find(([name]) => directory.includes(Buffer.from(`${name}\0`, "utf16le")));
  return found?.[1] ?? "application/x-ole-storage";
}
