import { createHash } from "node:crypto";
import { describeObservation, stampObservation } from "./describe-observation.ts";
import type { Observation } from "./observation.ts";

interface Entry {
  readonly moments: Pick<Observation, "at" | "clockAt" | "life">;
  readonly text: string;
  readonly who: string | undefined;
  /** True for what concerns everybody: births, deaths, the clock, the disk. */
  readonly isPublic: boolean;
}

/** Lines that are hashed at once: one by one would cost more than the hash. */
const hashedTogether = 512;

/** Everything that happened, in order: its hash tells two histories apart, its lines are the trace. */
export class History {
  readonly #hash = createHash("sha256");
  readonly #entries: Entry[] = [];
  #unhashed: string[] = [];

  add(observation: Observation): void {
    const { at, clockAt, life } = observation;
    const text = describeObservation(observation);
    this.#unhashed.push(`${at} ${clockAt} ${life} ${text}\n`);
    if (this.#unhashed.length >= hashedTogether) this.#flush();
    const who = "who" in observation ? observation.who : undefined;
    this.#entries.push({
      moments: { at, clockAt, life },
      text,
      who,
      isPublic: isPublic(observation),
    });
  }

  /** Of everything so far, as 64 hex characters. */
  digest(): string {
    this.#flush();
    return this.#hash.copy().digest("hex");
  }

  /** The last lines that concern this person, or all lines if nobody is named. */
  lastLines(who: string | undefined, count: number): readonly string[] {
    const matching = this.#entries.filter(
      (entry) => who === undefined || entry.isPublic || entry.who === who,
    );
    return matching.slice(-count).map(({ moments, text }) => stampObservation(moments, text));
  }

  #flush(): void {
    this.#hash.update(this.#unhashed.join(""));
    this.#unhashed = [];
  }
}

function isPublic(observation: Observation): boolean {
  const { kind } = observation;
  if (kind === "trouble") return !/held up|webhook|receipt|lost|read/.test(observation.what);
  return kind === "born" || kind === "died" || kind === "error-logged";
}
