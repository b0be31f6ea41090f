/** One reading at a moment, in hours and megabytes. */
export interface Sample {
  readonly hours: number;
  readonly megabytes: number;
}

export interface Slope {
  /** Megabytes an hour, by least squares. */
  readonly perHour: number;
  /** What chance alone would give or take: one standard error, in the same unit. */
  readonly error: number;
}

/** The line through the samples; undefined for fewer than three, or all at one moment. */
export function slopeOf(samples: readonly Sample[]): Slope | undefined {
  const count = samples.length;
  if (count < 3) return undefined;
  const meanX = sum(samples.map(({ hours }) => hours)) / count;
  const meanY = sum(samples.map(({ megabytes }) => megabytes)) / count;
  const spread = sum(samples.map(({ hours }) => (hours - meanX) ** 2));
  if (spread === 0) return undefined;
  const perHour =
    sum(samples.map(({ hours, megabytes }) => (hours - meanX) * (megabytes - meanY))) / spread;
  const rest = sum(
    samples.map(({ hours, megabytes }) => (megabytes - meanY - perHour * (hours - meanX)) ** 2),
  );
  return { perHour, error: Math.sqrt(rest / (count - 2) / spread) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
