import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap } from "yaml";
import type { RawFinding } from "./raw-finding.ts";
import { quoted, restOfLine } from "./rest-of-line.ts";
import { checkNumber } from "./yaml-number.ts";

/** Deepest nesting of lists and maps in a file. */
export const maxYamlDepth = 50;

/** Where one value of a document stands, as offsets into the text. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** The key that leads here, if a map holds it. */
  readonly key?: readonly [start: number, end: number];
  /** Set for strings, to find places inside them. */
  readonly scalar?: Scalar;
  readonly items?: ReadonlyMap<string | number, Place>;
}

export interface YamlTree {
  readonly value: unknown;
  readonly place: Place;
  readonly findings: readonly RawFinding[];
  readonly quotes: QuotedScalars;
}

/** The quoted scalars of a document: the offset after each, with the offset of its first quote. */
export type QuotedScalars = ReadonlyMap<number, number>;

/** Turns YAML nodes into plain data and places, refusing what flow files may not use. */
export function readTree(root: ParsedNode, text: string): YamlTree {
  const walk = new Walk(text);
  const { value, place } = walk.node(root, { depth: 0, isInFlow: false });
  return { value, place, findings: walk.findings, quotes: walk.quotes };
}

interface Around {
  readonly depth: number;
  readonly isInFlow: boolean;
  readonly key?: readonly [start: number, end: number];
}

interface Reading {
  readonly value: unknown;
  readonly place: Place;
}

class Walk {
  readonly findings: RawFinding[] = [];
  readonly quotes = new Map<number, number>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  node(node: ParsedNode, around: Around): Reading {
    const [start, end] = node.range;
    const key = around.key === undefined ? {} : { key: around.key };
    this.#refuseTagAndAnchor(node, start);
    this.#noteQuotes(node);
    if (isAlias(node)) {
      const hint = `if this is text, put quotes round it: ${quoted(restOfLine(this.#text, start))}`;
      this.#add(start, end, "YAML_ANCHOR", "an alias (*name) is not allowed here", hint);
      return { value: undefined, place: { start, end, ...key } };
    }
    if (isScalar(node)) return this.#scalar(node, { start, end, ...key });
    if (around.depth >= maxYamlDepth) {
      const message = `nested deeper than ${maxYamlDepth} levels`;
      this.#add(start, start + 1, "YAML_TOO_DEEP", message);
      return { value: undefined, place: { start, end, ...key } };
    }
    if (isMap(node) && node.flow === true && this.#isDoubleBrace(node)) {
      return this.#bracesAsText(node, around, key);
    }
    return isMap(node) ? this.#map(node, around, key) : this.#list(node.items, node, around, key);
  }

  #map(node: YAMLMap.Parsed, around: Around, key: Pick<Place, "key">): Reading {
    const value: Record<string, unknown> = { __proto__: null };
    const items = new Map<string | number, Place>();
    for (const pair of node.flow === true ? this.#joinTexts(node.items) : node.items) {
      const name = this.#keyName(pair.key);
      if (name === undefined) continue;
      const keyRange = [pair.key.range[0], pair.key.range[1]] as const;
      const first = items.get(name)?.key;
      if (first !== undefined) {
        this.findings.push({
          code: "YAML_KEY_DUPLICATE",
          severity: "error",
          start: keyRange[0],
          end: keyRange[1],
          message: `key "${name}" stands here a second time`,
          related: [{ start: first[0], end: first[1], message: "the first one is here" }],
        });
        continue;
      }
      const inner = { depth: around.depth + 1, isInFlow: node.flow === true || around.isInFlow };
      const child =
        pair.value === null
          ? { value: null, place: { start: keyRange[1], end: keyRange[1], key: keyRange } }
          : this.node(pair.value, { ...inner, key: keyRange });
      items.set(name, child.place);
      value[name] = child.value;
    }
    return { value, place: { ...this.#extent(node, items), ...key, items } };
  }

  /**
   * `{ title: Tubruk, description: Unfiltered, the Javanese way }`: for YAML the comma ends the text,
   * and what follows is a key with nothing behind it. No key of ours has a space, so it is text.
   */
  #joinTexts(pairs: YAMLMap.Parsed["items"]): YAMLMap.Parsed["items"] {
    let text: Scalar.Parsed | undefined;
    let restAt: number | undefined;
    return pairs.filter(({ key, value }) => {
      const isRest = value === null && isScalar(key) && key.type === "PLAIN";
      if (!isRest || text === undefined || !/\S\s+\S/.test(String(key.value))) {
        const isText = isScalar(value) && value.type === "PLAIN" && typeof value.value === "string";
        text = isText ? value : undefined;
        restAt = undefined;
        return true;
      }
      const [start] = text.range;
      const [from, end] = key.range;
      if (this.#text.slice(start, end).includes("\n")) return true;
      text.value = this.#text.slice(start, end);
      text.source = this.#text.slice(start, end);
      text.range = [start, end, end];
      // A second comma in one text is told with the first.
      if (restAt !== undefined) this.findings.pop();
      restAt ??= from;
      this.findings.push({
        code: "YAML_COMMA_CUTS_TEXT",
        severity: "warning",
        start: restAt,
        end,
        message: "for YAML the text ends before this comma; it is read as one text here",
        hint: `put quotes round it: ${quoted(text.source)}`,
      });
      return false;
    });
  }

  #list(
    nodes: readonly ParsedNode[],
    node: Exclude<ParsedNode, Scalar>,
    around: Around,
    key: Pick<Place, "key">,
  ): Reading {
    const isInFlow = around.isInFlow || (isSeq(node) && node.flow === true);
    const readings = nodes.map((item) => this.node(item, { depth: around.depth + 1, isInFlow }));
    const items = new Map<string | number, Place>(
      readings.map((reading, index) => [index, reading.place]),
    );
    const value = readings.map((reading) => reading.value);
    return { value, place: { ...this.#extent(node, items), ...key, items } };
  }

  /** Block collections end before the blank lines and comments that YAML counts to them. */
  #extent(
    node: Exclude<ParsedNode, Scalar>,
    items: ReadonlyMap<string | number, Place>,
  ): { start: number; end: number } {
    const [start, end] = node.range;
    const isFlow = this.#text[start] === "{" || this.#text[start] === "[";
    const last = [...items.values()].at(-1);
    return { start, end: isFlow || last === undefined ? end : Math.max(start, last.end) };
  }

  #keyName(key: ParsedNode): string | undefined {
    const [start, end] = key.range;
    this.#refuseTagAndAnchor(key, start);
    this.#noteQuotes(key);
    if (isSeq(key) && key.flow !== true) {
      // ` - say: Hi` one column to the left of its neighbours.
      const message = "this line begins in another column than its neighbours";
      const hint = "indent the lines of one list or map alike";
      this.#add(start, start + 1, "YAML_INDENT", message, hint);
      return undefined;
    }
    if (!isScalar(key)) {
      const hint = isAlias(key) ? undefined : quoteHint;
      this.#add(start, end, "YAML_KEY_NOT_TEXT", "a key must be plain text", hint);
      return undefined;
    }
    const name = typeof key.value === "string" ? key.value : this.#text.slice(start, end);
    if (name === "" && key.type === "PLAIN") {
      this.#add(start, end, "YAML_KEY_NOT_TEXT", 'there is no key before ":"');
      return undefined;
    }
    if (name === "__proto__") {
      this.#add(start, end, "YAML_KEY_REFUSED", 'a key may not be called "__proto__"');
      return undefined;
    }
    if (name === "<<" && key.type === "PLAIN") {
      this.#add(start, end, "YAML_ANCHOR", "merge keys (<<) are not allowed", "write the keys out");
      return undefined;
    }
    return name;
  }

  #noteQuotes(node: ParsedNode): void {
    if (isScalar(node) && node.type?.startsWith("QUOTE") === true) {
      this.quotes.set(node.range[1], node.range[0]);
    }
  }

  #scalar(node: Scalar.Parsed, place: Place): Reading {
    const { value } = node;
    if (typeof value === "string") {
      this.#warnOfCutText(node, place);
      return { value, place: { ...place, scalar: node } };
    }
    if (typeof value === "number") {
      this.findings.push(...checkNumber(value, this.#text.slice(place.start, place.end), place));
      return { value: Number.isFinite(value) ? value : undefined, place };
    }
    return { value: typeof value === "boolean" ? value : null, place };
  }

  /** `say: You are #1`: YAML takes ` #1` for a comment, without a word. */
  #warnOfCutText(node: Scalar.Parsed, place: Place): void {
    const lineEnd = this.#text.indexOf("\n", place.end);
    const rest = this.#text.slice(place.end, lineEnd === -1 ? undefined : lineEnd);
    const cut = /^\s+#[^\s#!]/.exec(rest)?.[0];
    if (node.type !== "PLAIN" || cut === undefined) return;
    this.findings.push({
      code: "YAML_COMMENT_CUTS_TEXT",
      severity: "warning",
      start: place.end + cut.length - 2,
      end: place.end + rest.trimEnd().length,
      message: "the text ends before this #: the rest is a comment",
      hint: "put quotes round the text, or a space after # if it is a comment",
    });
  }

  #refuseTagAndAnchor(node: ParsedNode, start: number): void {
    if (!isAlias(node) && node.anchor !== undefined) {
      const at = Math.max(0, this.#text.lastIndexOf("&", start));
      this.#add(
        at,
        at + node.anchor.length + 1,
        "YAML_ANCHOR",
        "an anchor (&name) is not allowed here",
        `if this is text, put quotes round it: ${quoted(restOfLine(this.#text, at))}`,
      );
    }
    if (node.tag !== undefined) {
      const at = Math.max(0, this.#text.lastIndexOf("!", start));
      const first = this.#text[at - 1] === "!" ? at - 1 : at;
      const hint = `put quotes round it: ${quoted(restOfLine(this.#text, first))}`;
      const message = "YAML reads a word that begins with ! as a tag, which is not allowed here";
      this.#add(first, Math.max(start, first + 1), "YAML_TAG", message, hint);
    }
  }

  #isDoubleBrace(node: YAMLMap.Parsed): boolean {
    return this.#text.startsWith("{{", node.range[0]) || isMap(node.items[0]?.key);
  }

  #bracesAsText(node: YAMLMap.Parsed, around: Around, key: Pick<Place, "key">): Reading {
    const start = node.range[0];
    const newline = this.#text.indexOf("\n", start);
    const lineEnd = newline === -1 ? this.#text.length : newline;
    const close = this.#text.indexOf("}}", start);
    const isClosed = close !== -1 && close < lineEnd;
    const end = around.isInFlow && isClosed ? close + 2 : lineEnd;
    const value = this.#text.slice(start, end).trim();
    const quote = value.includes('"') ? "'" : '"';
    const hint = `put quotes round it: ${quote}${value}${quote}`;
    this.#add(
      start,
      start + value.length,
      "YAML_BRACES_UNQUOTED",
      "YAML reads {{ as the start of a map",
      hint,
    );
    return { value, place: { start, end: start + value.length, ...key } };
  }

  #add(start: number, end: number, code: string, message: string, hint?: string): void {
    const finding = { code, severity: "error" as const, start, end, message };
    this.findings.push(hint === undefined ? finding : { ...finding, hint });
  }
}

const quoteHint = "if this is text, put quotes round it";
