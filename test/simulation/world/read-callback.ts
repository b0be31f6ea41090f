/** One attempt of one outbox row. */
export interface Attempt {
  readonly outbox: string;
  readonly attempt: number;
}

/** The attempt that callback data names, by its documented shape `v1:<outbox>:<attempt>:<mac>`. */
export function readCallback(callback: string | undefined): Attempt | undefined {
  const [version, outbox, attempt] = callback?.split(":") ?? [];
  if (version !== "v1" || outbox === undefined || attempt === undefined) return undefined;
  return { outbox, attempt: Number(attempt) };
}
