import { LineCounter, parseDocument } from "yaml";
import { type Finding, type Position, sortFindings } from "#core/flow/finding.ts";
import type { RawFinding } from "./raw-finding.ts";
import { stringOffsets } from "./string-offsets.ts";
import { describeProblems } from "./yaml-problems.ts";
import { maxYamlDepth, type Place, readTree } from "./yaml-tree.ts";

/** Largest file that is read, in bytes of UTF-8. */
export const maxYamlBytes = 256 * 1024;

/** Keys and list indexes from the top of a document down to a value. */
export type YamlPath = readonly (string | number)[];

/** A YAML file that was read: its value, everything wrong with its form, and where each value stands. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  /** Plain JSON data; objects have no prototype. `undefined` if nothing could be read. */
  readonly value: unknown;
  /** In source order. A source with an error here is still worth checking further. */
  readonly findings: readonly Finding[];
  /** Set if the form is broken: from here on the structure that was read is a guess. */
  readonly brokenAt: Position | undefined;
  /**
   * Where the value (or, with `"key"`, its key) at a path stands. A path that does not exist gives
   * the nearest thing above it: the key of the parent, else the first key beside it.
   */
  at(path: YamlPath, part?: "key" | "value"): Position;
  /**
   * Where the text from offset `start` to `end` (default: one character) of the string at a path
   * stands in the file: escapes, quotes, block and folded scalars are seen through. Not a string:
   * the same as `at(path)`.
   */
  stringPosition(path: YamlPath, start: number, end?: number): Position;
}

/**
 * Reads YAML 1.2 text; never throws. `file` is only the name that positions carry. Anchors, aliases,
 * tags, merge keys, directives and duplicate keys are refused; so are files over `maxYamlBytes`.
 */
export function readYaml(file: string, text: string): YamlSource {
  const refusal = refuse(text);
  if (refusal !== undefined) {
    const places = createPlaces(file, text, countLines(text), undefined);
    const at = places.range(refusal.start, refusal.end);
    const { code, severity, message } = refusal;
    const findings = [{ code, severity, message, at }];
    return { file, text, value: undefined, findings, brokenAt: at, ...places.lookup };
  }
  const lines = countLines(text);
  const document = parseDocument(text, {
    prettyErrors: false,
    strict: true,
    uniqueKeys: false,
    merge: false,
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
  });
  const tree = document.contents === null ? undefined : readTree(document.contents, text);
  const told = [...(tree?.findings ?? []), ...refuseDirectives(text)];
  const problems = describeProblems(document.errors, text, tree?.quotes ?? new Map(), told);
  const raw = [...problems.findings, ...told];
  const places = createPlaces(file, text, lines, tree?.place);
  return {
    file,
    text,
    value: tree?.value,
    findings: sortFindings(raw.map(places.toFinding)),
    brokenAt:
      problems.brokenAt === undefined
        ? undefined
        : places.range(problems.brokenAt, problems.brokenAt + 1),
    ...places.lookup,
  };
}

/** The lines of a text; the parser's own count loses some where the form is broken. */
function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    lines.addNewLine(at + 1);
  }
  return lines;
}

/** What may not even be parsed, because parsing it is slow. */
function refuse(text: string): RawFinding | undefined {
  const isTooBig =
    text.length > maxYamlBytes || new TextEncoder().encode(text).length > maxYamlBytes;
  if (isTooBig) {
    const message = `the file is larger than ${maxYamlBytes / 1024} KiB`;
    return { code: "YAML_TOO_BIG", severity: "error", start: 0, end: 1, message };
  }
  const ladder = compactNesting.exec(text);
  if (ladder !== null) {
    const message = `nested deeper than ${maxYamlDepth} levels`;
    const start = ladder.index + ladder[0].length - 1;
    return { code: "YAML_TOO_DEEP", severity: "error", start, end: start + 1, message };
  }
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "[" || char === "{") open += 1;
    else if (char === "]" || char === "}") open = Math.max(0, open - 1);
    if (open <= maxOpenBrackets) continue;
    const message = `nested deeper than ${maxYamlDepth} levels`;
    return { code: "YAML_TOO_DEEP", severity: "error", start: at, end: at + 1, message };
  }
  return undefined;
}

/** `- - - - a` and `a: a: a: a`: each sign nests one level deeper, and the parser's time is their square. */
const compactNesting = /^[ \t]*(?:(?:[-?]|[^\s:'"]{1,100}:)[ \t]+){200}/m;

/** Brackets inside texts count too, so this is far above what the depth of a real file can need. */
const maxOpenBrackets = 1_000;

function refuseDirectives(text: string): readonly RawFinding[] {
  const match = /^%[A-Z].*/m.exec(text.split(/^---/m, 1)[0] ?? "");
  if (match === null) return [];
  const message = "YAML directives are not allowed";
  const end = match.index + match[0].length;
  return [{ code: "YAML_DIRECTIVE", severity: "error", start: match.index, end, message }];
}

function createPlaces(file: string, text: string, lines: LineCounter, root: Place | undefined) {
  if (lines.lineStarts.length === 0) lines.addNewLine(0);

  function range(start: number, end: number): Position {
    const from = lines.linePos(Math.min(start, text.length));
    const to = lines.linePos(Math.min(Math.max(start, end), text.length));
    return { file, line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
  }

  function toFinding({ start, end, related, ...rest }: RawFinding): Finding {
    const finding = { ...rest, at: range(start, end) };
    if (related === undefined) return finding;
    const places = related.map((item) => ({
      at: range(item.start, item.end),
      message: item.message,
    }));
    return { ...finding, related: places };
  }

  /** The deepest place on the way to a path, and whether it is the path's own. */
  function find(path: YamlPath): { place: Place | undefined; isExact: boolean } {
    let place = root;
    for (const step of path) {
      const next = place?.items?.get(step);
      if (next === undefined) {
        const hasKey = place?.key !== undefined;
        return { place: hasKey ? place : (firstItem(place) ?? place), isExact: false };
      }
      place = next;
    }
    return { place, isExact: true };
  }

  function at(path: YamlPath, part: "key" | "value" = "value"): Position {
    const { place, isExact } = find(path);
    if (place === undefined) return range(0, 1);
    const isEmpty = place.start === place.end;
    const wantsKey = part === "key" || !isExact || isEmpty;
    const [start, end] = wantsKey && place.key !== undefined ? place.key : [place.start, place.end];
    return range(start, Math.max(end, start + 1));
  }

  function stringPosition(path: YamlPath, start: number, end: number = start + 1): Position {
    const { place, isExact } = find(path);
    const offsets =
      isExact && place?.scalar !== undefined ? stringOffsets(place.scalar, text) : undefined;
    const from = offsets?.[Math.min(start, offsets.length - 1)];
    if (offsets === undefined || from === undefined) return at(path);
    const last = offsets[Math.min(end, offsets.length) - 1] ?? from;
    return range(from, Math.max(last, from) + 1);
  }

  return { range, toFinding, lookup: { at, stringPosition } };
}

function firstItem(place: Place | undefined): Place | undefined {
  return place?.items?.values().next().value;
}
