import type { Conversation } from "#core/model/conversation.ts";
import type { MediaRecord } from "#core/model/media.ts";
import type { EventRecord, SendRecord } from "#core/model/ports/records.ts";
import type { StoreStats } from "#core/model/ports/store.ts";
import type { Handlers } from "#test/simulation/world/observation.ts";

/**
 * What must hold, by the numbers of the reliability page; `calm` is that the runtime itself reports
 * no error that nobody caused.
 */
export type Invariant =
  | "I1"
  | "I2"
  | "I3"
  | "I4"
  | "I5"
  | "I6"
  | "I7"
  | "I8"
  | "I9"
  | "I11"
  | "calm";

export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
  readonly who: string | undefined;
}

export type Report = (invariant: Invariant, what: string, who?: string) => void;

/** What the store holds half an hour after the last trouble. */
export interface WorldQuiet {
  readonly stats: StoreStats;
  readonly pending: readonly EventRecord[];
  readonly conversations: readonly Conversation[];
}

/** What the store holds when the world has come to rest. */
export interface WorldEnd {
  readonly stats: StoreStats;
  readonly sends: readonly SendRecord[];
  readonly events: readonly EventRecord[];
  /** What became of people's files; `isWhole`: the kept bytes have the recorded hash. */
  readonly media: readonly { readonly record: MediaRecord; readonly isWhole: boolean }[];
}

/** Watches one world for one promise. */
export interface Check {
  readonly on: Handlers;
  /** At a new process's start, before it does anything. */
  atBirth?(stats: StoreStats): void;
  /** Half an hour after the last trouble: nothing may be under way. */
  atQuiet?(quiet: WorldQuiet): void;
  /** When every timer has had its time. */
  atEnd?(end: WorldEnd): void;
}
