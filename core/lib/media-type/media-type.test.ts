import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { fitsClaim, mediaFamily } from "./media-family.ts";
import { readMediaType, unknownMime } from "./read-media-type.ts";

/** Bytes of a text of Latin-1 characters. */
const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const join = (...parts: readonly (string | readonly number[] | Uint8Array)[]) =>
  Uint8Array.from(parts.flatMap((part) => [...(typeof part === "string" ? latin(part) : part)]));
const big = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
const little = (value: number, bytes: number) =>
  Array.from({ length: bytes }, (_, index) => (value >>> (8 * index)) & 0xff);

const zeros = (count: number) => Array.from({ length: count }, () => 0);

const box = (kind: string, ...inner: readonly Uint8Array[]) => {
  const content = join(...inner);
  return join(big(content.length + 8), kind, content);
};
const fileType = (brand: string) => box("ftyp", join(brand, big(0), "isom"));
const track = (handler: string) =>
  box("trak", box("tkhd", latin("x")), box("mdia", box("hdlr", join(big(0), big(0), handler))));
const movie = (...handlers: readonly string[]) => box("moov", ...handlers.map(track));

const ogg = (packet: string) => join("OggS", zeros(22), [1, packet.length], packet);
const webp = (chunk: string, flags: number) =>
  join("RIFF", little(100, 4), "WEBP", chunk, little(10, 4), [flags, 0, 0, 0]);

interface Entry {
  readonly name: string;
  readonly text?: string;
}
/** A ZIP of stored entries, with its directory. */
function zip(entries: readonly Entry[], comment = ""): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, text = "" } of entries) {
    const sizes = [little(0, 4), little(text.length, 4), little(text.length, 4)];
    const lengths = [little(name.length, 2), little(0, 2)];
    const local = join("PK\u0003\u0004", ...[20, 0, 0, 0, 0].map((value) => little(value, 2)));
    const entry = join(local, ...sizes, ...lengths, name, text);
    const head = join("PK\u0001\u0002", ...[20, 20, 0, 0, 0, 0].map((value) => little(value, 2)));
    const tail = [little(0, 2), little(0, 2), little(0, 2), little(0, 4), little(offset, 4)];
    directory.push(join(head, ...sizes, ...lengths, ...tail, name));
    locals.push(entry);
    offset += entry.length;
  }
  const list = join(...directory);
  const counts = [little(0, 4), little(entries.length, 2), little(entries.length, 2)];
  const ends = [little(list.length, 4), little(offset, 4), little(comment.length, 2)];
  return join(...locals, list, "PK\u0005\u0006", ...counts, ...ends, comment);
}
const package_ = (folder: string) =>
  zip([{ name: "[Content_Types].xml", text: "<x/>" }, { name: `${folder}/document.xml` }]);

/** A compound file whose directory is its third sector. */
const compound = (stream: string) =>
  join(
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    zeros(22),
    little(9, 2),
    zeros(16),
    little(2, 4),
    zeros(3 * 512 - 52),
    [...Buffer.from(`Root Entry\0${stream}\0`, "utf16le")],
  );
const id3 = (rest: readonly number[]) => join("ID3", [4, 0, 0, 0, 0, 0, 3], [1, 2, 3], rest);
const office = "application/vnd.openxmlformats-officedocument";

const cases: readonly (readonly [name: string, content: Uint8Array, mime: string])[] = [
  ["a JPEG", join([0xff, 0xd8, 0xff, 0xe0], "JFIF"), "image/jpeg"],
  ["a PNG", join([0x89], "PNG\r\n", [0x1a], "\n"), "image/png"],
  ["a GIF", latin("GIF89a"), "image/gif"],
  ["an old GIF", latin("GIF87a"), "image/gif"],
  ["no GIF", latin("GIF88a"), "text/plain"],
  ["a lossy WebP", webp("VP8 ", 0xff), "image/webp"],
  ["a WAV", join("RIFF", little(9, 4), "WAVEfmt "), "audio/wav"],
  ["an AVI", join("RIFF", little(9, 4), "AVI "), unknownMime],
  ["an MP4 with picture", join(fileType("isom"), movie("soun", "vide")), "video/mp4"],
  [
    "an MP4 with its tracks at the end",
    join(fileType("mp42"), box("mdat"), movie("vide")),
    "video/mp4",
  ],
  ["an MP4 with sound alone", join(fileType("isom"), movie("soun")), "audio/mp4"],
  ["an M4A", join(fileType("M4A "), movie("soun")), "audio/mp4"],
  ["an M4A that is cut", fileType("M4A "), "audio/mp4"],
  ["an MP4 that is cut", fileType("mp42"), "video/mp4"],
  [
    "an MP4 behind a long box",
    join(fileType("isom"), big(1), "wide", big(0), big(16), movie("soun")),
    "audio/mp4",
  ],
  ["a 3GP", join(fileType("3gp4"), movie("soun", "vide")), "video/3gpp"],
  ["a 3GP with sound alone", join(fileType("3gp5"), movie("soun")), "audio/3gpp"],
  ["a QuickTime film", fileType("qt  "), "video/quicktime"],
  ["a HEIC", fileType("heic"), "image/heic"],
  ["an Opus voice note", ogg("OpusHead\u0001\u0001"), "audio/ogg"],
  ["a Vorbis song", ogg("\u0001vorbis"), "application/ogg"],
  ["an MP3", join([0xff, 0xfb, 0x90, 0x00]), "audio/mpeg"],
  ["an MPEG 2 layer 3", join([0xff, 0xf3, 0x40, 0x00]), "audio/mpeg"],
  ["an MP3 with a tag", id3([0xff, 0xfb, 0x90, 0x00]), "audio/mpeg"],
  ["an MP3 that ends in its tag", join("ID3", [4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f]), "audio/mpeg"],
  ["an MP3 header with a forbidden bit rate", join([0xff, 0xfb, 0xf0, 0x00]), unknownMime],
  ["an AAC", join([0xff, 0xf1, 0x50, 0x80]), "audio/aac"],
  ["an AAC with a tag", id3([0xff, 0xf9, 0x50, 0x80]), "audio/aac"],
  ["an AMR", latin("#!AMR\n..."), "audio/amr"],
  ["a wide-band AMR", latin("#!AMR-WB\n..."), "audio/amr-wb"],
  ["a PDF", join("%PDF-1.7\n", [0xe2, 0xe3]), "application/pdf"],
  ["a PDF behind other bytes", join([0, 1, 2], "%PDF-1.4"), "application/pdf"],
  ["a Word file", package_("word"), `${office}.wordprocessingml.document`],
  ["an Excel file", package_("xl"), `${office}.spreadsheetml.sheet`],
  ["a PowerPoint file", package_("ppt"), `${office}.presentationml.presentation`],
  [
    "a Word file with a comment",
    zip([{ name: "word/a.xml" }], "PK".repeat(50)),
    `${office}.wordprocessingml.document`,
  ],
  [
    "an OpenDocument text",
    zip([{ name: "mimetype", text: "application/vnd.oasis.opendocument.text" }]),
    "application/vnd.oasis.opendocument.text",
  ],
  [
    "a ZIP that lies about itself",
    zip([{ name: "mimetype", text: "text/html" }]),
    "application/zip",
  ],
  [
    "an Android package",
    zip([{ name: "AndroidManifest.xml" }]),
    "application/vnd.android.package-archive",
  ],
  ["any ZIP", zip([{ name: "photos/1.jpg" }]), "application/zip"],
  ["an empty ZIP", zip([]), "application/zip"],
  ["a ZIP that is cut", package_("word").subarray(0, 40), "application/zip"],
  ["an old Word file", compound("WordDocument"), "application/msword"],
  ["an old Excel file", compound("Workbook"), "application/vnd.ms-excel"],
  ["a very old Excel file", compound("Book"), "application/vnd.ms-excel"],
  ["an old PowerPoint file", compound("PowerPoint Document"), "application/vnd.ms-powerpoint"],
  ["any compound file", compound("Bookmarks"), "application/x-ole-storage"],
  ["an RTF", latin("{\\rtf1\\ansi"), "application/rtf"],
  ["plain text", new TextEncoder().encode("Halo ☕\r\n\tSari"), "text/plain"],
  ["a web page", latin("<!doctype html><p>404"), "text/plain"],
  [
    "a long text that is cut in a character",
    new TextEncoder().encode(`x${"é".repeat(40_000)}`),
    "text/plain",
  ],
  ["text in UTF-16", join([0xff, 0xfe], [...Buffer.from("halo", "utf16le")]), "text/plain"],
  ["text with a NUL", latin("halo\0"), unknownMime],
  ["text in UTF-16 that is none", join([0xff, 0xfe], "\u0001\0"), unknownMime],
  ["text in an old encoding", join("Caf", [0xe9]), "text/plain"],
  ["text that ends in half a character", join("halo", [0xc3]), "text/plain"],
  ["a Windows program", join("MZ", [0x90, 0, 3, 0]), unknownMime],
  ["nothing", new Uint8Array(0), unknownMime],
];

describe("content is told by its bytes", () => {
  test.each(cases)("%s", (_name, content, mime) => {
    expect(readMediaType(content).mime).toBe(mime);
  });

  test("and a WebP tells whether it moves", () => {
    expect(readMediaType(webp("VP8X", 0x02))).toEqual({ mime: "image/webp", isAnimated: true });
    expect(readMediaType(webp("VP8X", 0x10)).isAnimated).toBe(false);
    expect(readMediaType(webp("VP8L", 0x02)).isAnimated).toBe(false);
  });

  test("whatever the bytes are, and wherever they are cut", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.nat(1_700),
        fc.uint8Array({ maxLength: 64 }),
        ([, content], cut, tail) => {
          const { mime } = readMediaType(join(content.subarray(0, cut), tail));
          expect(mime).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
        },
      ),
    );
  });

  test("in a part of a larger buffer as well", () => {
    const [, content] = cases.find(([name]) => name === "an old Word file") ?? [];
    const padded = join([1, 2, 3], content ?? []).subarray(3);
    expect(readMediaType(padded).mime).toBe("application/msword");
  });
});

const claims: readonly (readonly [found: string, claimed: string, fits: boolean])[] = [
  ["image/jpeg", "image/jpeg", true],
  ["image/png", "image/jpeg", true],
  ["audio/ogg", "audio/ogg; codecs=opus", true],
  ["video/mp4", "Video/MP4", true],
  ["audio/mp4", "audio/aac", true],
  ["video/mp4", "audio/aac", false],
  ["audio/mpeg", "audio/mp4", false],
  ["text/plain", "image/jpeg", false],
  [unknownMime, "application/pdf", false],
  ["text/plain", "text/csv", true],
  ["text/plain", "application/json", true],
  ["application/zip", `${office}.wordprocessingml.document`, true],
  ["application/msword", "application/vnd.ms-excel", true],
  ["application/pdf", "application/msword", false],
  ["image/jpeg", "text/plain", false],
  [unknownMime, "application/x-autocad", true],
  ["text/plain", "", true],
];

describe("what content is, against what it is said to be", () => {
  test.each(claims)("%s for %s: %p", (found, claimed, fits) => {
    expect(fitsClaim(found, claimed)).toBe(fits);
  });

  test("whatever is recognised, but bytes nobody knows, has a family", () => {
    const found = new Set(cases.map(([, , mime]) => mime));
    const strangers = [...found].filter((mime) => mediaFamily(mime) === undefined);
    expect(strangers).toEqual([unknownMime]);
  });
});
