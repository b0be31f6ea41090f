import type { Position } from "#core/flow/finding.ts";
import type { Diagram, DiagramKind, DiagramStep } from "./diagram.ts";
import { findLinks, startKey, stopKey } from "./find-links.ts";
import { palette } from "./palette.ts";
import { placeSteps } from "./place-steps.ts";

/** Kind → what stands round a text: Mermaid's shapes. */
const shapes: Readonly<Record<DiagramKind, readonly [open: string, close: string]>> = {
  message: ["[", "]"],
  question: ["([", "])"],
  template: ["[[", "]]"],
  wait: ["{{", "}}"],
  branch: ["{", "}"],
  loop: ["{", "}"],
  handoff: ["[/", "/]"],
  action: ["[(", ")]"],
  ai: ["[\\", "/]"],
  call: ["[/", "\\]"],
  entry: ["([", "])"],
  value: ["[", "]"],
  end: ["((", "))"],
};

const maxTextChars = 90;

/** A flow as a Mermaid flowchart; `hrefOf` gives the address of a place in the file. */
export function renderMermaid(diagram: Diagram, hrefOf: (at: Position) => string): string {
  const steps = [...placeSteps(diagram).places.values()].map((place) => place.step);
  const links = findLinks(diagram);
  const { triggers, flow, at } = diagram;
  const click = (key: string, place: Position) =>
    `  click ${key} "${href(hrefOf(place))}" "${quote(`${place.file}:${place.line}`)}"`;
  const nodes = steps.flatMap((step) => {
    const [open, close] = shapes[step.kind];
    return [`  ${step.key}${open}"${nodeText(step)}"${close}`, click(step.key, step.at)];
  });
  const edges = links.map(({ from, to, label }) => {
    const words = label === "" ? "" : `|"${quote(cut(label))}"|`;
    return `  ${from} -->${words} ${to}`;
  });
  const hasStop = links.some(({ to }) => to === stopKey);
  const kinds = Map.groupBy(steps, (step) => step.kind);
  const classes = [...kinds].flatMap(([kind, members]) => {
    const { fill, line, ink } = palette[kind].light;
    return [
      `  classDef ${className(kind)} fill:${fill},stroke:${line},color:${ink}`,
      `  class ${members.map(({ key }) => key).join(",")} ${className(kind)}`,
    ];
  });
  return [
    "flowchart TD",
    `  ${startKey}(["${[flow, ...triggers].map((line) => quote(cut(line))).join("<br/>")}"])`,
    click(startKey, at),
    ...nodes,
    ...(hasStop ? [`  ${stopKey}(((" ")))`] : []),
    ...edges,
    ...classes,
    "",
  ].join("\n");
}

/** `end` is a word of Mermaid's own. */
function className(kind: DiagramKind): string {
  return `k_${kind}`;
}

function nodeText({ caption, text, notes }: DiagramStep): string {
  const lines = [caption, text, ...notes].filter((line) => line !== "");
  return lines.map((line) => quote(cut(line))).join("<br/>");
}

function cut(text: string): string {
  const letters = Array.from(text);
  return letters.length > maxTextChars ? `${letters.slice(0, maxTextChars - 1).join("")}…` : text;
}

/** An address keeps its signs but for those that would end it. */
function href(address: string): string {
  return address.replaceAll(/["\s<>`\\]/g, (sign) => encodeURIComponent(sign));
}

/** Mermaid's own escapes: everything that it or HTML could take for its own. */
function quote(text: string): string {
  return text.replaceAll(/[\p{Cc}#"<>&`;[\](){}|\\]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
