/** Durations in milliseconds, for percentiles. */
export class Latencies {
  readonly #values: number[] = [];

  add(durationMs: number): void {
    this.#values.push(durationMs);
  }

  get count(): number {
    return this.#values.length;
  }

  summary(): { readonly p50: number; readonly p99: number; readonly max: number } {
    const sorted = Float64Array.from(this.#values).sort();
    const at = (fraction: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? 0;
    return { p50: at(0.5), p99: at(0.99), max: at(1) };
  }
}
