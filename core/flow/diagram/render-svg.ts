import type { Position } from "#core/flow/finding.ts";
import type { Diagram, DiagramKind, DiagramStep } from "./diagram.ts";
import { findLinks, startKey, stopKey } from "./find-links.ts";
import {
  captionSizePx,
  lineHeightPx,
  measureStep,
  type StepSize,
  stepWidthPx,
  textSizePx,
} from "./measure-step.ts";
import { placeSteps } from "./place-steps.ts";
import { renderMark, type StepMark } from "./render-mark.ts";
import { type Point, type Route, routeLinks } from "./route-links.ts";
import { type Box, roundedPath, shapePath } from "./shape-path.ts";
import { svgStyle } from "./svg-style.ts";
import { textWidth, wrapText } from "./wrap-text.ts";

const marginPx = 24;
const leastWidthPx = 420;

/** Kind → its word in the legend. */
const kindWords: Readonly<Record<DiagramKind, string>> = {
  message: "message",
  question: "question",
  template: "template",
  wait: "wait",
  branch: "branch",
  loop: "loop",
  handoff: "to a person",
  action: "action",
  ai: "AI",
  call: "another flow",
  entry: "from anywhere",
  value: "value, note",
  end: "end",
};

/** How a drawing differs from one that stands by itself. */
export interface SvgLook {
  /** It is part of a page, which brings `svgStyle` and `markStyle` itself. */
  readonly isInline?: boolean;
  /** What is shown of steps at this moment, by the step's `id:`. */
  readonly marks?: ReadonlyMap<string, StepMark>;
}

/**
 * A flow as an SVG that needs nothing else: it follows the reader's light or dark colours, and each
 * step is a link to its line; `hrefOf` gives the address of a place in the file.
 */
export function renderSvg(
  diagram: Diagram,
  hrefOf: (at: Position) => string,
  { isInline = false, marks = new Map() }: SvgLook = {},
): string {
  const placing = placeSteps(diagram);
  const steps = [...placing.places.values()].map((place) => place.step);
  const sizes = new Map(steps.map((step) => [step.key, measureStep(step)]));
  const startLines =
    diagram.triggers.length === 0 ? ["nothing starts it by itself"] : [...diagram.triggers];
  const startText = startLines.flatMap((line) => wrapText(line, textSizePx, stepWidthPx - 28, 3));
  const startHeight = startText.length * lineHeightPx + 16;
  const links = findLinks(diagram);
  const { boxes, routes, width, height } = routeLinks(links, placing, sizes, startHeight);
  const fullWidth = Math.max(leastWidthPx, width + 2 * marginPx);
  const header = renderHeader(diagram, steps, fullWidth - 2 * marginPx);
  const top = marginPx + header.height;
  const hasStop = links.some(({ to }) => to === stopKey);
  const body = [
    ...routes.map(renderRoute),
    ...routes.map(renderLabel),
    anchor(hrefOf(diagram.at), diagram.at, renderStart(boxes.get(startKey), startText)),
    ...steps.map((step) => {
      const box = boxes.get(step.key);
      const mark = renderMark(marks.get(step.id ?? ""), step.kind, box);
      const inside = renderStep(step, box, sizes.get(step.key)) + mark;
      return anchor(hrefOf(step.at), step.at, inside);
    }),
    ...(hasStop ? [renderStop(boxes.get(stopKey))] : []),
  ];
  const fullHeight = Math.ceil(top + height + marginPx);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(fullWidth)}" height="${fullHeight}" viewBox="0 0 ${Math.ceil(fullWidth)} ${fullHeight}" role="${isInline ? "group" : "img"}" aria-label="${xml(`Flow ${diagram.flow}`)}">
<title>${xml(diagram.flow)}</title>
${isInline ? "" : `<style>${svgStyle}</style>\n`}<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 L8 4 L0 8 Z"/></marker></defs>
<rect class="page" width="100%" height="100%"/>
<g transform="translate(${marginPx} ${marginPx})">
${header.text}
</g>
<g transform="translate(${marginPx} ${top})">
${body.filter((part) => part !== "").join("\n")}
</g>
</svg>
`;
}

function renderHeader(
  { flow, description = "" }: Diagram,
  steps: readonly DiagramStep[],
  width: number,
) {
  const lines = [`<text class="name" x="0" y="16">${xml(flow)}</text>`];
  let y = 24;
  for (const line of wrapText(description, textSizePx, width, 3)) {
    y += lineHeightPx;
    lines.push(`<text class="about" x="0" y="${y - 4}">${xml(line)}</text>`);
  }
  const kinds = new Set(steps.map((step) => step.kind));
  let x = 0;
  y += 10;
  for (const kind of kinds) {
    const words = kindWords[kind];
    const needed = 34 + textWidth(words, captionSizePx) + 18;
    if (x > 0 && x + needed > width) {
      x = 0;
      y += 24;
    }
    const box = { x, y, width: 28, height: 16 };
    lines.push(`<path class="${kind}" d="${shapePath(kind, box)}"/>`);
    lines.push(`<text class="about small" x="${x + 35}" y="${y + 12}">${xml(words)}</text>`);
    x += needed;
  }
  return { text: lines.join("\n"), height: y + 16 + 24 };
}

function renderStart(box: Box | undefined, text: readonly string[]): string {
  if (box === undefined) return "";
  const lines = text.map(
    (line, index) =>
      `<text class="about" text-anchor="middle" x="${box.x + box.width / 2}" y="${box.y + 20 + index * lineHeightPx}">${xml(line)}</text>`,
  );
  return `<path class="start" d="${roundedPath(box, 16)}"/>${lines.join("")}`;
}

function renderStop(box: Box | undefined): string {
  if (box === undefined) return "";
  const [x, y, radius] = [box.x + box.width / 2, box.y + box.height / 2, box.width / 2];
  return `<circle class="stop-ring" cx="${x}" cy="${y}" r="${radius - 1}"/><circle class="stop" cx="${x}" cy="${y}" r="${radius - 5}"/>`;
}

function renderStep(step: DiagramStep, box: Box | undefined, size: StepSize | undefined): string {
  if (box === undefined || size === undefined) return "";
  const { kind } = step;
  const x = box.x + box.width / 2;
  const rows = [
    [size.caption, "caption"],
    ...size.text.map((line) => [line, "text"]),
    ...size.notes.map((line) => [line, "note"]),
  ];
  const first = box.y + (box.height - rows.length * lineHeightPx) / 2 + 12.5;
  const lines = rows.map(
    ([line = "", style], index) =>
      `<text class="${style} on-${kind}" text-anchor="middle" x="${x}" y="${first + index * lineHeightPx}">${xml(line)}</text>`,
  );
  return `<path class="${kind}" d="${shapePath(kind, box)}"/>${lines.join("")}`;
}

/** The whole text shows when a pointer rests on the step. */
function anchor(href: string, at: Position, inside: string): string {
  return `<a href="${xml(href)}"><title>${xml(`${at.file}:${at.line}`)}</title>${inside}</a>`;
}

function renderRoute({ link, points }: Route): string {
  return `<path class="link ${link.kind}" d="${roundCorners(points)}" marker-end="url(#head)"/>`;
}

function renderLabel({ label }: Route): string {
  if (label === undefined) return "";
  const [x, y] = label.at;
  return `<text class="label" text-anchor="${label.anchor}" x="${x}" y="${y}">${xml(label.text)}</text>`;
}

const cornerPx = 6;

function roundCorners(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let path = `M${first[0]} ${first[1]}`;
  let before = first;
  rest.forEach((corner, index) => {
    const after = rest[index + 1];
    if (after === undefined) {
      path += ` L${corner[0]} ${corner[1]}`;
      return;
    }
    const into = towards(corner, before);
    const out = towards(corner, after);
    path += ` L${into[0]} ${into[1]} Q${corner[0]} ${corner[1]} ${out[0]} ${out[1]}`;
    before = corner;
  });
  return path;
}

/** The point a little away from a corner, on the way to another. */
function towards([x, y]: Point, [toX, toY]: Point): Point {
  const length = Math.hypot(toX - x, toY - y);
  const part = length === 0 ? 0 : Math.min(cornerPx, length / 2) / length;
  return [x + (toX - x) * part, y + (toY - y) * part];
}

function xml(text: string): string {
  return text
    .replaceAll(/\p{Cc}|\p{Cs}/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
