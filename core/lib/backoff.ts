/**
 * The wait before try number `attempt` (the first retry is 1): doubling from `baseMs` up to `maxMs`,
 * with full jitter over its upper half. `random` gives [0, 1).
 */
export function backoffMs(
  attempt: number,
  options: { readonly baseMs: number; readonly maxMs: number; readonly factor?: number },
  random: () => number,
): number {
  const factor = options.factor ?? 2;
  const full = Math.min(options.maxMs, options.baseMs * factor ** Math.max(0, attempt - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
