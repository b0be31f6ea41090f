import type { FuzzCase } from "./fuzz-case.ts";
import type { Outcome } from "./judge.ts";

/** What a run has seen so far. */
export interface Tally {
  bodies: number;
  bytes: number;
  stored: number;
  unparsed: number;
  parked: number;
  /** Events that wait for their time when their store is given up. */
  waiting: number;
  /** Messages that the bot sent. */
  sent: number;
  statuses: number;
  foreign: number;
  slowestReadMs: number;
  readonly answers: Map<number, number>;
  readonly tricks: Map<string, number>;
  readonly signings: Map<string, number>;
}

export function createTally(): Tally {
  return {
    bodies: 0,
    bytes: 0,
    stored: 0,
    unparsed: 0,
    parked: 0,
    waiting: 0,
    sent: 0,
    statuses: 0,
    foreign: 0,
    slowestReadMs: 0,
    answers: new Map(),
    tricks: new Map(),
    signings: new Map(),
  };
}

export function addToTally(tally: Tally, it: FuzzCase, { status, reading, readMs }: Outcome): void {
  tally.bodies += 1;
  tally.bytes += it.body.length;
  tally.slowestReadMs = Math.max(tally.slowestReadMs, readMs);
  count(tally.answers, status ?? 0);
  count(tally.tricks, it.trick);
  count(tally.signings, it.signing);
  if (reading?.kind === "foreign") tally.foreign += 1;
  if (reading?.kind === "updates") tally.statuses += reading.statuses.length;
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
