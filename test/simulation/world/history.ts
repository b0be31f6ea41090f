import { createHash } from "node:crypto";
import { describeObservation } from "./describe-observation.ts";
import type { Observation } from "./observation.ts";

interface Entry {
  readonly line: string;
  readonly who: string | undefined;
  /** True for what concerns everybody: births, deaths, the clock, the disk. */
  readonly isPublic: boolean;
}

/** Everything that happened, in order: its hash tells two histories apart, its lines are the trace. */
export class History {
  readonly #hash = createHash("sha256");
  readonly #entries: Entry[] = [];

  add(observation: Observation): void {
    const line = describeObservation(observation);
    this.#hash.update(line).update("\n");
    const who = "who" in observation ? observation.who : undefined;
    this.#entries.push({ line, who, isPublic: isPublic(observation) });
  }

  /** Of everything so far, as 64 hex characters. */
  digest(): string {
    return this.#hash.copy().digest("hex");
  }

  /** The last lines that concern this person, or all lines if nobody is named. */
  lastLines(who: string | undefined, count: number): readonly string[] {
    const matching = this.#entries.filter(
      (entry) => who === undefined || entry.isPublic || entry.who === who,
    );
    return matching.slice(-count).map((entry) => entry.line);
  }
}

function isPublic(observation: Observation): boolean {
  const { kind } = observation;
  if (kind === "trouble") return !/held up|webhook|receipt|lost/.test(observation.what);
  return kind === "born" || kind === "died" || kind === "error-logged";
}
