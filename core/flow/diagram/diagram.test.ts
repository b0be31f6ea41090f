import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { randomFlow } from "#core/flow/testing/random-flow.ts";
import type { Diagram } from "./diagram.ts";
import { findLinks, startKey, stopKey } from "./find-links.ts";
import { measureStep } from "./measure-step.ts";
import { renderMermaid } from "./mermaid.ts";
import { palette } from "./palette.ts";
import { placeSteps } from "./place-steps.ts";
import { readDiagram } from "./read-diagram.ts";
import { renderSvg } from "./render-svg.ts";
import { type Point, routeLinks } from "./route-links.ts";
import type { Box } from "./shape-path.ts";

const file = "f.flow.yaml";
const hrefOf = (at: { readonly file: string; readonly line: number }) => `${at.file}#L${at.line}`;

function read(text: string): Diagram {
  const { diagram, findings } = readDiagram({ file, text });
  expect(findings.filter((finding) => finding.severity === "error")).toEqual([]);
  if (diagram === undefined) throw new Error("the flow has no drawing");
  return diagram;
}

const asides = `flow: f
format: 1
triggers: [{ message: hi }]
inputs: { town: { type: text } }
outputs: { fare: { type: number } }
interrupts: { urgent: { message: [darurat, "emerg*"], goto: help } }
on_error:
  - say: Sorry
on_cancel:
  - if: hours.open
    then:
      - end
  - say: Bye
steps:
  - ai: { prompt: "What is the fare to {{ slots.town }}?", scope: fares }
    id: fare
    into: text
  - set: { fare: "1.5" }
  - call: other
  - end
  - handoff: Emergency
    id: help
`;

const clinic = `flow: f
format: 1
description: Books & moves
triggers: [{ message: [hi, "book*"] }, { order: {} }]
slots:
  day: { type: date }
steps:
  - note: A remark
  - ask: Which day?
    id: day
    into: day
    timeout: 2h
    on_timeout: silent
    on_fail:
      - say: Sorry
      - goto: day
  - if: hours.open
    then:
      - say: { en: "Hi {{ default(contact.name, 'you') }} <b>", id: Halo }
  - each: contact.tags
    as: tag
    steps:
      - say: "{{ tag }}"
  - choose: Sure?
    id: sure
    into: sure
    options: { yes: "Yes", no: "No" }
    timeout: 1d
  - if: sure == 'no'
    then:
      - goto: day
    else:
      - wait: { for: 3d }
        id: pause
  - end
  - template: { name: order_reminder, language: en, body: ["x"] }
    id: silent
`;

describe("a drawing", () => {
  const diagram = read(clinic);
  const links = findLinks(diagram).map(({ from, to, label, kind }) =>
    `${from} → ${to} ${kind} ${label}`.trim(),
  );

  test("has what starts the flow, gathered", () => {
    expect(diagram.triggers).toEqual(["message: hi, book*", "order"]);
  });

  test("has each step once, without remarks and with goto as arrows", () => {
    const steps = [...placeSteps(diagram).places.values()].map(({ step }) => step.caption);
    expect(steps).toEqual([
      "ask · day",
      "say",
      "if",
      "say",
      "each",
      "say",
      "choose · sure",
      "if",
      "wait · pause",
      "end",
      "template · silent",
    ]);
  });

  test("has every way that a run can take", () => {
    expect(links).toEqual([
      "start → s2 onward",
      "s2 → s3 into tries used up",
      "s3 → s2 jump",
      "s2 → s14 jump after 2h",
      "s2 → s5 onward",
      "s5 → s6 into yes",
      "s6 → s7 onward",
      "s5 → s7 onward no",
      "s7 → s8 into each",
      "s8 → s7 again",
      "s7 → s9 onward done",
      "s9 → s10 onward",
      "s10 → s2 jump yes",
      "s10 → s12 into no",
      "s12 → s13 onward",
      "s14 → stop onward",
    ]);
  });

  test("says what a step does, in the first language, with its limits", () => {
    const steps = [...placeSteps(diagram).places.values()].map(({ step }) => step);
    expect(steps[3]?.text).toBe("Hi ‹contact.name› <b>");
    expect(steps[6]?.notes).toEqual(["Yes · No", "ends after 1d of silence"]);
    expect(steps.map((step) => step.kind)).toEqual([
      "question",
      "message",
      "branch",
      "message",
      "loop",
      "message",
      "question",
      "branch",
      "wait",
      "end",
      "template",
    ]);
  });

  test("is Mermaid, with links to the lines and nothing that Mermaid could take for its own", () => {
    const text = renderMermaid(diagram, hrefOf);
    expect(text).toStartWith('flowchart TD\n  start(["f<br/>message: hi, book*<br/>order"])\n');
    expect(text).toContain('  click s2 "f.flow.yaml#L9" "f.flow.yaml:9"\n');
    expect(text).toContain('s6["say<br/>Hi ‹contact.name› #60;b#62;"]');
    expect(text).toContain('  s2 -->|"tries used up"| s3\n');
    expect(text).toContain("  class s3,s6,s8 k_message\n");
  });

  test("is an SVG that needs nothing else, with links, a legend and dark colours", () => {
    const svg = renderSvg(diagram, hrefOf);
    expect(svg).toContain('<a href="f.flow.yaml#L9"><title>f.flow.yaml:9</title>');
    expect(svg).toContain("Hi ‹contact.name› &lt;b&gt;");
    expect(svg).toContain("@media (prefers-color-scheme: dark)");
    for (const word of ["question", "branch", "wait", "template", "loop"]) {
      expect(svg).toContain(`>${word}</text>`);
    }
    expect(svg).not.toMatch(
      /https?:\/\/(?!www\.w3\.org\/2000\/svg)|<script|<image|@import|url\((?!#head)/,
    );
    expectWellFormed(svg);
  });

  test("is part of a page without a style of its own, with what is going on in it", () => {
    const id = [...diagram.list.steps].find((step) => step.id !== undefined)?.id ?? "";
    const marks = new Map([[id, { isHere: true, count: 3 }]]);
    const svg = renderSvg(diagram, hrefOf, { isInline: true, marks });
    expect(svg).not.toContain("<style>");
    expect(svg).toContain('role="group"');
    expect(svg.match(/class="ring"/g)).toHaveLength(1);
    expect(svg).toContain(">3</text>");
    expectWellFormed(svg);
    expect(renderSvg(diagram, hrefOf, { isInline: true })).not.toContain('class="ring"');
  });

  test("is not made of a flow with an error", () => {
    const { diagram: none, findings } = readDiagram({ file, text: "flow: f\nformat: 1\n" });
    expect(none).toBeUndefined();
    expect(findings[0]?.code).toBe("FLOW_KEY_MISSING");
  });
});

describe("a drawing of what begins elsewhere", () => {
  const diagram = read(asides);
  const steps = [...placeSteps(diagram).places.values()];

  test("has interrupts, on_error and on_cancel to the right, each with its way in", () => {
    const right = steps.filter(({ column }) => column > 0).map(({ step }) => step.caption);
    expect(right).toEqual([
      "interrupt · urgent",
      "on_error",
      "say",
      "failed",
      "on_cancel",
      "if",
      "end",
      "say",
      "cancelled",
    ]);
    const texts = steps.filter(({ step }) => step.kind === "entry").map(({ step }) => step.text);
    expect(texts).toEqual(["darurat, emerg*", "when the run fails", "when the run is cancelled"]);
    expect(steps.find(({ step }) => step.key === "i1")?.step.at.line).toBe(6);
  });

  test("leads from an interrupt to its step, and through the last words to their end", () => {
    const links = findLinks(diagram).map(({ from, to, label }) =>
      `${from} → ${to} ${label}`.trim(),
    );
    const help = steps.find(({ step }) => step.caption === "handoff · help")?.step.key;
    expect(links).toContain(`i1 → ${help}`);
    expect(links.filter((link) => link.startsWith("on_error"))).toHaveLength(1);
    expect(links.filter((link) => link.endsWith("on_error_end"))).toHaveLength(1);
    expect(links.filter((link) => link.endsWith("on_cancel_end"))).toHaveLength(1);
  });

  test("tells AI steps and other flows apart, and what a caller gives and gets", () => {
    expect(steps.map(({ step }) => step.kind)).toEqual(expect.arrayContaining(["ai", "call"]));
    expect(diagram.triggers).toContain("call with town for fare");
    const svg = renderSvg(diagram, hrefOf);
    for (const word of ["AI", "another flow", "from anywhere"]) {
      expect(svg).toContain(`>${word}</text>`);
    }
    expectWellFormed(svg);
    expectClear(diagram);
    expect(renderMermaid(diagram, hrefOf)).toContain("  i1 --> ");
  });
});

/** Tags are closed in order, and nothing stands bare that XML would read. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  for (const [, close, name = "", self] of xml.matchAll(
    /<(\/?)([\w-]+)(?:\s+[\w-]+="[^"<]*")*\s*(\/?)>/g,
  )) {
    if (close === "/") expect(open.pop()).toBe(name);
    else if (self !== "/") open.push(name);
  }
  expect(open).toEqual([]);
  expect(xml.replaceAll(/<\/?[\w-]+(?:\s+[\w-]+="[^"<]*")*\s*\/?>/g, "")).not.toMatch(
    /[<]|&(?!\w+;)/,
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function crosses([x1, y1]: Point, [x2, y2]: Point, box: Box): boolean {
  const inner = 1;
  return overlap(
    {
      x: Math.min(x1, x2),
      y: Math.min(y1, y2),
      width: Math.abs(x2 - x1) || 0.1,
      height: Math.abs(y2 - y1) || 0.1,
    },
    {
      x: box.x + inner,
      y: box.y + inner,
      width: box.width - 2 * inner,
      height: box.height - 2 * inner,
    },
  );
}

/** No two boxes meet, and no arrow runs through a box that it neither leaves nor reaches. */
function expectClear(diagram: Diagram): void {
  const placing = placeSteps(diagram);
  const sizes = new Map([...placing.places].map(([key, { step }]) => [key, measureStep(step)]));
  const { boxes, routes } = routeLinks(findLinks(diagram), placing, sizes, 40);
  const all = [...boxes].filter(([key]) => key !== stopKey);
  const meeting = all.flatMap(([key, box]) =>
    all.filter(([other, otherBox]) => key < other && overlap(box, otherBox)),
  );
  const crossing = routes.flatMap(({ link, points }) =>
    all
      .filter(([key]) => key !== link.from && key !== link.to)
      .filter(([, box]) =>
        points.some((point, index) => index > 0 && crosses(points[index - 1] ?? point, point, box)),
      )
      .map(([key]) => `${link.from} → ${link.to} through ${key}`),
  );
  expect([meeting, crossing]).toEqual([[], []]);
}

/** Contrast of two colours, 1 to 21. Source: WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each(Object.entries(palette))("the words on a %s can be read, light and dark", (_, shades) => {
  for (const { fill, ink } of [shades.light, shades.dark]) {
    expect(contrast(fill, ink)).toBeGreaterThanOrEqual(7);
  }
});

const aside = `on_error: [{ say: Sorry }]
on_cancel:
  - switch: [{ when: hours.open, steps: [{ say: Bye }, end] }, { else: [{ say: So long }] }]
`;

describe("any flow", () => {
  const folder = new URL("../../../flows/", import.meta.url);
  const examples = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".flow.yaml"),
  );

  test.each(examples)("%s of the example bot is drawn clearly", (name) => {
    expectClear(read(readFileSync(new URL(name, folder), "utf8")));
  });

  test("can be drawn: nothing overlaps, no arrow runs through a step, the picture is whole", () => {
    let drawn = 0;
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const below = (limit: number) => (numbers.next().value ?? 0) % limit;
        const text = `${randomFlow(below)}\n${below(2) === 0 ? aside : ""}`;
        const { diagram } = readDiagram({ file, text });
        if (diagram === undefined) return;
        drawn += 1;
        expectClear(diagram);
        const keys = new Set([startKey, stopKey, ...placeSteps(diagram).places.keys()]);
        const ends = findLinks(diagram).flatMap(({ from, to }) => [from, to]);
        expect(ends.filter((key) => !keys.has(key))).toEqual([]);
        const svg = renderSvg(diagram, hrefOf);
        expectWellFormed(svg);
        expect(renderSvg(diagram, hrefOf)).toBe(svg);
      }),
      { numRuns: 150 },
    );
    expect(drawn).toBeGreaterThan(25);
  }, 60_000);
});

test("a slot that is emptied reads so", () => {
  const flow = "flow: f\nformat: 1\ntriggers: [{ message: hi }]\n";
  const slots = "slots: { day: { type: date, keep: contact } }\n";
  const diagram = read(`${flow}${slots}steps:\n  - set: { day: null }\n  - say: Hi\n`);
  expect(JSON.stringify(diagram)).toContain('"day = nothing"');
});
