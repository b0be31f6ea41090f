import { nearest } from "./nearest.ts";

/** What to say of a name that is not there: the one that was most likely meant, else all there are. */
export function nameHint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `known: ${known.join(", ")}` : `did you mean "${near}"?`;
}
