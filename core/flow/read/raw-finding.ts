import type { Finding } from "#core/flow/finding.ts";

/** A finding whose place is still an offset range. */
export interface RawFinding extends Omit<Finding, "at" | "related"> {
  readonly start: number;
  readonly end: number;
  readonly related?: readonly { readonly start: number; readonly end: number; message: string }[];
}
