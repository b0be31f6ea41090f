import { CST, isMap, isPair, isScalar, isSeq, Parser, parse, parseDocument } from "yaml";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";

/** A text of a file that becomes another one; `path` leads to the string. */
export interface TextEdit {
  readonly path: YamlPath;
  readonly text: string;
}

/**
 * The file with the texts at some paths changed and every other byte of it as it was: comments,
 * spacing and quotes stay. Undefined if that cannot be done safely, such as for a path that leads
 * nowhere.
 */
export function editTexts(source: string, edits: readonly TextEdit[]): string | undefined {
  // The parser lets go of its tokens as it reads on, so that they are kept here to be written back.
  const tokens = [...new Parser().parse(source)];
  const document = parseDocument(source, { keepSourceTokens: true, uniqueKeys: false });
  const wanted = new Map<number, string>();
  for (const { path, text } of edits) {
    const offset = offsetOf(document.contents, path);
    if (offset === undefined) return undefined;
    wanted.set(offset, text);
  }
  for (const token of tokens) {
    if (token.type !== "document") continue;
    CST.visit(token, (item, path) => {
      const { value } = item;
      if (!CST.isScalar(value)) return;
      const text = wanted.get(value.offset);
      if (text === undefined) return;
      setText(value, text, CST.visit.parentCollection(token, path).type === "flow-collection");
      wanted.delete(value.offset);
    });
  }
  if (wanted.size > 0) return undefined;
  const edited = tokens.map((token) => CST.stringify(token)).join("");
  return isWritten(edited, edits) ? edited : undefined;
}

/** A plain word keeps being plain if it can: not one that YAML reads as a number, or several lines. */
function setText(token: CST.FlowScalar | CST.BlockScalar, text: string, inFlow: boolean): void {
  const isBlock = !inFlow && text.includes("\n") && !/^\s|\s$/.test(text);
  const isPlain = token.type === "scalar" && isPlainText(text);
  const type = isPlain ? "PLAIN" : isBlock ? "BLOCK_LITERAL" : quotesOf(token);
  CST.setScalarValue(token, text, { afterKey: true, inFlow, type });
}

function quotesOf(token: CST.FlowScalar | CST.BlockScalar): "QUOTE_SINGLE" | "QUOTE_DOUBLE" {
  return token.type === "single-quoted-scalar" ? "QUOTE_SINGLE" : "QUOTE_DOUBLE";
}

function isPlainText(text: string): boolean {
  try {
    return parse(text) === text;
  } catch {
    return false;
  }
}

function offsetOf(root: unknown, path: YamlPath): number | undefined {
  let node = root;
  for (const step of path) {
    if (isSeq(node) && typeof step === "number") node = node.items[step];
    else if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      node = isPair(pair) ? pair.value : undefined;
    } else return undefined;
  }
  return isScalar(node) && typeof node.value === "string" ? node.srcToken?.offset : undefined;
}

/** The last word is the reader's: what it makes of the new file is what was wanted. */
function isWritten(edited: string, edits: readonly TextEdit[]): boolean {
  const document = parseDocument(edited, { uniqueKeys: false });
  if (document.errors.length > 0) return false;
  return edits.every(({ path, text }) => document.getIn(path) === text);
}
