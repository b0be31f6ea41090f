import { type Colours, palette } from "./palette.ts";

interface Page {
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
}

const light: Page = { ground: "#ffffff", ink: "#0f172a", quiet: "#475569", line: "#64748b" };
const dark: Page = { ground: "#0b1120", ink: "#f1f5f9", quiet: "#cbd5e1", line: "#94a3b8" };

/** The style of every drawing. Dark colours are written out again: not every reader knows variables. */
export const svgStyle = `
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
.name { font-size: 18px; font-weight: 600; }
.about, .text { font-size: 13px; }
.small, .caption { font-size: 11px; }
.caption { font-weight: 600; }
.note, .label { font-size: 11.5px; }
.note { font-style: italic; }
.label { paint-order: stroke; stroke-width: 4px; stroke-linejoin: round; }
.link { fill: none; stroke-width: 1.5; }
.jump, .again { stroke-dasharray: 5 3; }
.start { stroke-width: 1.5; }
.stop-ring { fill: none; stroke-width: 1.5; }
.value { stroke-dasharray: 4 3; }
a:hover path { stroke-width: 3; }
${colours(light, "light")}
@media (prefers-color-scheme: dark) {
${colours(dark, "dark")}
}
`;

function colours(page: Page, shade: "light" | "dark"): string {
  const kinds = Object.entries(palette).map(([kind, shades]) => kindRules(kind, shades[shade]));
  return [
    `.page { fill: ${page.ground}; }`,
    `.name { fill: ${page.ink}; }`,
    `.about, .label { fill: ${page.quiet}; }`,
    `.label { stroke: ${page.ground}; }`,
    `.link, .stop-ring { stroke: ${page.line}; }`,
    `.head, .stop { fill: ${page.line}; }`,
    `.start { fill: ${page.ground}; stroke: ${page.line}; }`,
    ...kinds,
  ].join("\n");
}

function kindRules(kind: string, { fill, line, ink }: Colours): string {
  return `.${kind} { fill: ${fill}; stroke: ${line}; stroke-width: 1.5; }\n.on-${kind} { fill: ${ink}; }`;
}
