import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { capabilities, staticStickerBytes } from "./capabilities.ts";

const readme = readFileSync(join(import.meta.dir, "README.md"), "utf8");
const { buttons, list, media, rich, text } = capabilities;
const count = (value: number) => value.toLocaleString("en");
const mb = (bytes: number) => `${bytes / 1_000_000} MB`;
const kb = (bytes: number) => `${bytes / 1_000} KB`;

/** Rows of the page's table of limits. */
test.each([
  ["text", `${count(text.maxChars)} characters`],
  ["buttons: number, title, id", [buttons.max, buttons.titleChars, buttons.idChars].join(", ")],
  [
    "list: rows, sections, titles, description, button, id",
    [
      list.maxRows,
      list.maxSections,
      list.titleChars,
      list.descriptionChars,
      list.buttonChars,
      list.idChars,
    ].join(", "),
  ],
  ["body of a list, of all others", `${count(list.bodyChars)}, ${count(rich.bodyChars)}`],
  [
    "header line, footer, label of a link or form",
    [rich.headerChars, rich.footerChars, rich.labelChars].join(", "),
  ],
  ["carousel: cards, text of a card", `2 to ${rich.maxCards}, ${rich.cardBodyChars} in 3 lines`],
  ["products: in all, sections", [rich.maxProducts, rich.maxProductSections].join(", ")],
  ["contacts", String(rich.maxContacts)],
  [`image: ${endings("image")}`, sizeOf("image")],
  [`video: ${endings("video")}`, sizeOf("video")],
  [`audio: ${endings("audio")} (a voice note: ogg)`, `${mb(media.audio.maxBytes)}, no caption`],
  ["document: text, pdf, and Word, Excel and PowerPoint, old and new", sizeOf("document")],
  [
    `sticker: ${endings("sticker")}`,
    `${kb(media.sticker.maxBytes)}, ${kb(staticStickerBytes)} if it does not move`,
  ],
])("the page tells the limit of %s", (what, limit) => {
  const row = readme.split("\n").find((line) => line.startsWith(`| ${what} `));
  expect(row?.split("|")[2]?.trim()).toBe(limit);
});

function endings(kind: "image" | "video" | "audio" | "sticker"): string {
  return media[kind].mimes.map((mime) => mime.split("/")[1]).join(", ");
}

function sizeOf(kind: "image" | "video" | "document"): string {
  return `${mb(media[kind].maxBytes)}, caption ${count(media[kind].captionChars)}`;
}
