/** One line of the bench: ours beside its own bare baseline, measured in the same run. */
export interface Row {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** Undefined: nothing bare to compare with. */
  readonly baseline: number | undefined;
  /** Median of `value / baseline` over the rounds. */
  readonly ratio: number | undefined;
  /** The goal in words, such as "≥ 0.75 ×". */
  readonly goal: string | undefined;
  readonly met: boolean | undefined;
}

/** What the ratio, or the value where there is no baseline, has to be. */
export interface Goal {
  readonly kind: "at-least" | "at-most";
  readonly bound: number;
  readonly of: "ratio" | "value";
}

/** One figure of each round: ours, and the baseline's of the same round. */
export interface Sample {
  readonly value: number;
  readonly baseline?: number;
}

/** Makes a row out of the samples of all rounds: medians, and the median of the ratios. */
export function makeRow(
  metric: string,
  unit: string,
  samples: readonly Sample[],
  goal?: Goal,
): Row {
  const value = median(samples.map((sample) => sample.value));
  const pairs = samples.flatMap(({ value: own, baseline }) =>
    baseline === undefined || baseline === 0 ? [] : [{ baseline, ratio: own / baseline }],
  );
  const baseline = pairs.length === 0 ? undefined : median(pairs.map((pair) => pair.baseline));
  const ratio = pairs.length === 0 ? undefined : median(pairs.map((pair) => pair.ratio));
  const judged = goal?.of === "value" ? value : ratio;
  return {
    metric,
    value: round(value),
    unit,
    baseline: baseline === undefined ? undefined : round(baseline),
    ratio: ratio === undefined ? undefined : round(ratio),
    goal: goal === undefined ? undefined : goalText(goal, unit),
    met: goal === undefined || judged === undefined ? undefined : isMet(goal, judged),
  };
}

function isMet({ kind, bound }: Goal, value: number): boolean {
  return kind === "at-least" ? value >= bound : value <= bound;
}

function goalText({ kind, bound, of }: Goal, unit: string): string {
  return `${kind === "at-least" ? "≥" : "≤"} ${bound} ${of === "ratio" ? "×" : unit}`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Three significant digits: more would pretend. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}
