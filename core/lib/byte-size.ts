import type { Reading } from "./duration.ts";

const kilobyte = 1_024;
const unitBytes: Readonly<Record<string, number>> = {
  KB: kilobyte,
  MB: kilobyte ** 2,
  GB: kilobyte ** 3,
};

/** Reads `500KB`, `25MB`, `1GB` into bytes; a unit is 1,024 of the one below. */
export function parseByteSize(text: string): Reading<number> {
  const match = /^(\d{1,6})(KB|MB|GB)$/.exec(text);
  const bytes = Number(match?.[1]) * (unitBytes[match?.[2] ?? ""] ?? Number.NaN);
  if (bytes > 0) return { kind: "ok", value: bytes };
  const message = `"${text}" is not a size; write one like 500KB, 25MB or 1GB`;
  return { kind: "bad", message, offset: 0 };
}

/** A size as people read it, rounded down: `25 MB`, `512 bytes`. */
export function formatByteSize(bytes: number): string {
  for (const unit of ["GB", "MB", "KB"]) {
    const size = unitBytes[unit] ?? 1;
    if (bytes >= size) return `${Math.floor(bytes / size)} ${unit}`;
  }
  return `${bytes} bytes`;
}
