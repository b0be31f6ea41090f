import type { Position } from "#core/flow/finding.ts";

/** Something that was made from a string of the flow, and where any offset of that string stands. */
export interface Placed<T> {
  readonly value: T;
  place(start: number, end?: number): Position;
}

/** `flows/coffee.flow.yaml:12:9`, as people and terminals know it. */
export function placeText(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}
