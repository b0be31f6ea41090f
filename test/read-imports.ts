/** One module named by a file. `line` counts from 1. */
export interface ImportedModule {
  readonly specifier: string;
  readonly line: number;
  readonly isReExport: boolean;
}

/** A statement that starts a line; the names between the keyword and `from` hold no quote. */
const statement = /^[ \t]*(import|export)\b(?:[^;"'`]*?\bfrom)?\s*(["'])([^"'\n]+)\2/gm;
/** `import("x")` as a call or as a type, and `require("x")`; a computed name has no quote and is not seen. */
const call = /\b(?:import|require)\s*\(\s*(["'`])([^"'`$\n]+)\1/g;

/**
 * Returns every module that the text of a file names, `import type` and dynamic imports among them.
 * Text is read, and no parser asked, because Bun's import scanner drops `import type`.
 */
export function readImports(text: string): readonly ImportedModule[] {
  const found: ImportedModule[] = [];
  const lineAt = (index: number) => text.slice(0, index).split("\n").length;
  for (const match of text.matchAll(statement)) {
    const [whole, keyword, , specifier = ""] = match;
    const line = lineAt(match.index + whole.length);
    found.push({ specifier, line, isReExport: keyword === "export" });
  }
  for (const match of text.matchAll(call)) {
    const [, , specifier = ""] = match;
    found.push({ specifier, line: lineAt(match.index), isReExport: false });
  }
  return found.toSorted((a, b) => a.line - b.line);
}
