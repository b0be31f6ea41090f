import type { ExpressionIssue } from "./issue.ts";

/** A stretch of a template's text, as offsets. For code, `start` and `end` include the braces. */
export type TemplateSlice =
  | { readonly kind: "text"; readonly start: number; readonly end: number }
  | {
      readonly kind: "code";
      readonly start: number;
      readonly end: number;
      readonly codeStart: number;
      readonly codeEnd: number;
    };

export interface TemplateSplit {
  /** In order, without gaps: their stretches joined are the text. */
  readonly slices: readonly TemplateSlice[];
  readonly issues: readonly ExpressionIssue[];
}

/** Splits text at `{{ }}`. Braces inside a quoted text of an expression belong to that text. */
export function splitTemplate(text: string): TemplateSplit {
  const slices: TemplateSlice[] = [];
  const issues: ExpressionIssue[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("{{", at);
    const textEnd = open === -1 ? text.length : open;
    if (textEnd > at) {
      slices.push({ kind: "text", start: at, end: textEnd });
      const stray = text.slice(at, textEnd).indexOf("}}");
      if (stray !== -1)
        issues.push(braces(at + stray, '}} closes nothing; write {{ "}}" }} for two braces'));
    }
    if (open === -1) break;
    const close = findClose(text, open + 2);
    if (close === undefined) {
      issues.push(braces(open, "{{ is never closed by }}"));
      slices.push({ kind: "text", start: open, end: text.length });
      break;
    }
    if (text.slice(open + 2, close).trim() === "") {
      issues.push(braces(open, "there is nothing between {{ and }}"));
    }
    slices.push({ kind: "code", start: open, end: close + 2, codeStart: open + 2, codeEnd: close });
    at = close + 2;
  }
  return { slices, issues };
}

/** The offset of the `}}` that closes an expression; a map may end in `}` right before it. */
function findClose(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"' || char === "'") {
      const end = skipQuoted(text, at);
      // An open quote: the first }} is the likely end, and the expression's own error says the rest.
      if (end === undefined) return closeAfter(text, from);
      at = end;
    } else if (char === "{") {
      depth += 1;
    } else if (char === "}" && depth > 0) {
      depth -= 1;
    } else if (char === "}" && text[at + 1] === "}") {
      return at;
    }
  }
  return closeAfter(text, from);
}

function closeAfter(text: string, from: number): number | undefined {
  const close = text.indexOf("}}", from);
  return close === -1 ? undefined : close;
}

function skipQuoted(text: string, start: number): number | undefined {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

function braces(start: number, message: string): ExpressionIssue {
  return { code: "FLOW_TEMPLATE_BRACES", severity: "error", message, start, end: start + 2 };
}
