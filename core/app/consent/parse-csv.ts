/** One record of a CSV file and the line on which it begins, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads CSV as RFC 4180 has it, with commas or semicolons as the first line shows, quotes that may
 * hold line ends, and any line ends. Empty lines are left out. Undefined if a quote stays open.
 */
export function parseCsv(text: string): readonly CsvRecord[] | undefined {
  const input = text.replace(/^\uFEFF/, "");
  const firstLine = input.split(/\r?\n/, 1)[0] ?? "";
  const comma = firstLine.includes(";") && !firstLine.includes(",") ? ";" : ",";
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = "";
  let isQuoted = false;
  let line = 1;
  let startLine = 1;

  function endRecord(): void {
    fields.push(field);
    if (fields.some((item) => item.trim() !== "")) records.push({ line: startLine, fields });
    fields = [];
    field = "";
    startLine = line;
  }

  for (let at = 0; at < input.length; at += 1) {
    const sign = input.charAt(at);
    if (sign === "\n") line += 1;
    if (isQuoted) {
      if (sign !== '"') field += sign;
      else if (input.charAt(at + 1) === '"') field += input.charAt(++at);
      else isQuoted = false;
    } else if (sign === '"' && field.trim() === "") {
      isQuoted = true;
      field = "";
    } else if (sign === comma) {
      fields.push(field);
      field = "";
    } else if (sign === "\n") {
      endRecord();
    } else if (sign !== "\r") {
      field += sign;
    }
  }
  if (isQuoted) return undefined;
  endRecord();
  return records;
}
