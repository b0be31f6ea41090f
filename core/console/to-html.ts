import type { HtmlEscapedString } from "hono/utils/html";

/**
 * The text of a part whose components wait for nothing, at once: what is told of a change must leave with the
 * change, or a page that begins to watch in between gets it twice or never. Throws for a part that waits.
 */
export function toHtml(part: HtmlEscapedString | Promise<HtmlEscapedString>): string {
  if (part instanceof Promise) throw new Error("this part waits");
  const text: unknown = part.toString();
  if (typeof text !== "string") throw new Error("something in this part waits");
  return text;
}

/** A piece of a page and where it goes, as htmx reads it. `target` is a selector of our own making. */
export function partial(
  target: string,
  swap: "beforeend" | "innerHTML" | "outerHTML",
  html: string,
): string {
  return `<hx-partial hx-target="${target}" hx-swap="${swap}">${html}</hx-partial>`;
}
