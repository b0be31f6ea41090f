/** What passes on a way from step to step; a duration is undefined when only the run knows it. */
export type Passage =
  | { readonly kind: "nothing" | "message" }
  /** An action: soon, and no longer the input that led to it. */
  | { readonly kind: "result" }
  | { readonly kind: "time"; readonly durationMs: number | undefined };
