import type { PersonView } from "#core/engine/queries/read-person.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { LiveRunCount } from "#core/model/ports/records.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";

/** A flow that new conversations begin on. */
export interface ActiveSource {
  readonly flow: string;
  /** Its name in the bot's folder. */
  readonly file: string;
  readonly source: string;
  readonly revision: RevisionId;
}

/**
 * What came of the last save of flows; without findings that are errors it was taken. Files are named as
 * in the bot's folder.
 */
export interface LastSave {
  readonly findings: readonly Finding[];
  readonly files: readonly { readonly file: string; readonly text: string }[];
}

/** A conversation as a test of the bot, and how that went. */
export interface MadeTest {
  /** Its name in the bot's folder. */
  readonly file: string;
  readonly text: string;
  readonly isGreen: boolean;
  /** What the run of it printed. */
  readonly report: string;
}

/** What pages read of the bot beside the phone, and the little that they do to it. */
export interface BotView {
  flows(): readonly ActiveSource[];
  lastSave(): LastSave;
  liveRuns(): Promise<readonly LiveRunCount[]>;
  person(account: string, person: SimulatedPerson): Promise<PersonView | undefined>;
  /** False in production, where only people who were made on the page may be erased from it. */
  readonly forgetsAnybody: boolean;
  /** Erases the person, so that they begin anew; false if there was nobody. */
  forget(account: string, person: SimulatedPerson): Promise<boolean>;
  /** Writes the test into the bot's folder. Undefined: nothing was said that could be tested. */
  makeTest(account: string, person: SimulatedPerson): Promise<MadeTest | undefined>;
}

/** Who answers the questions of flows: the providers of bot.yaml, or one in the place of all of them. */
export const answererNames = ["own", "echo", "ollama", "openai"] as const;
export type AnswererName = (typeof answererNames)[number];

/** No Ollama answers at its address, it has no model, or there is no key for OpenAI. */
export type AnswererProblem = "no-ollama" | "no-model" | "no-key";

/** What pages do to the world around the bot. */
export interface World {
  /**
   * Moves the clock forward, and resolves when what fell due on the way has happened; absent where
   * time is the real one.
   */
  pushClock?(durationMs: number): Promise<void>;
  /** When the bot opens next; undefined if it is open, or has no hours. */
  opensAt(): number | undefined;
  /** Kills the bot and starts it again on its data; absent where that is not ours to do. */
  restart?(): Promise<void>;
  /** Who answers in the place of the AI providers; absent where that is not ours to say, or there are none. */
  readonly answerers?: {
    readonly chosen: AnswererName;
    /** Starts the bot again with it; what is not to be had changes nothing, and it is told what is missing. */
    choose(name: AnswererName): Promise<AnswererProblem | undefined>;
  };
  /** Lets every AI provider fail, or work again; absent likewise. */
  setProvidersDown?(isDown: boolean): void;
}
