import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { markStyle } from "#core/flow/diagram/render-mark.ts";
import { svgStyle } from "#core/flow/diagram/svg-style.ts";

interface Asset {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const ours = (name: string) => new URL(`./assets/${name}`, import.meta.url).href;

const css = "text/css; charset=utf-8";
const script = "text/javascript; charset=utf-8";

/** Every file that pages may ask for, and what it is made of; there is no way to name another one. */
const places: ReadonlyMap<string, { readonly type: string; readonly urls: () => string[] }> =
  new Map([
    [
      "console.css",
      { type: css, urls: () => [ours("frame.css"), ours("phone.css"), ours("side.css")] },
    ],
    ["console.js", { type: script, urls: () => [ours("console.js")] }],
    ["icon.svg", { type: "image/svg+xml", urls: () => [ours("icon.svg")] }],
    // One file: htmx looks at the page when it likes, and what is not there by then (a slow second file) never listens.
    ["htmx.js", { type: script, urls: () => [htmx("htmx.min.js"), htmx("ext/hx-sse.min.js")] }],
  ]);

export const assetNames: readonly string[] = [...places.keys()];

/** What a drawing that stands by itself has inside, for drawings in a page. */
const drawingStyle: Asset = {
  type: css,
  bytes: new TextEncoder().encode(`.drawing svg {${svgStyle}${markStyle}}\n`),
};

function htmx(path: string): string {
  return new URL(path, import.meta.resolve("htmx.org/dist/htmx.min.js")).href;
}

const found = new Map<string, Promise<Asset>>();

/** A file of the pages, read once; undefined if there is none of that name. */
export function findAsset(name: string): Promise<Asset> | undefined {
  if (name === "drawing.css") return Promise.resolve(drawingStyle);
  const place = places.get(name);
  if (place === undefined) return undefined;
  const known = found.get(name) ?? read(place.type, place.urls());
  found.set(name, known);
  return known;
}

async function read(type: string, urls: readonly string[]): Promise<Asset> {
  const texts = await Promise.all(urls.map((url) => readFile(fileURLToPath(url), "utf8")));
  return { type, bytes: new TextEncoder().encode(texts.join("\n")) };
}
