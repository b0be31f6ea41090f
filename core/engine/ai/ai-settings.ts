import type { Pace } from "#core/lib/gcra.ts";
import type { Budgets } from "#core/model/budget.ts";

/** What bot.yaml says of AI, and what the texts of a question are made of. */
export interface AiSettings {
  readonly botName: string;
  /** Firm and town, as the person is told. */
  readonly operator: string | undefined;
  readonly timeZone: string;
  /** Names of providers in the order in which they are tried. */
  readonly defaultProviders: readonly string[];
  /** True: no text leaves this machine. */
  readonly isLocalOnly: boolean;
  /** What answers may be about, where the question says nothing else. */
  readonly scope: string | undefined;
  /** Roles that may use a provider, by its name; one that is not here is for everybody. */
  readonly onlyFor: ReadonlyMap<string, readonly string[]>;
  /** How often a provider is asked at most, by its name. */
  readonly providerPaces: ReadonlyMap<string, Pace>;
  /** Who may have a model do what changes something, by the action's name. */
  readonly tools: ReadonlyMap<string, "everybody" | readonly string[]>;
  /** Who writes voice notes down, and how large and long they may be; undefined: nobody. */
  readonly voice:
    | { readonly provider: string; readonly longestMs: number; readonly maxBytes: number }
    | undefined;
  /** The provider whose moderator sees every question and answer. */
  readonly moderation: string | undefined;
  /** The provider whose embedder finds knowledge by meaning; undefined: by words alone. */
  readonly embedder: string | undefined;
  /** Knowledge that a provider looks up in its own documents: name in bot.yaml → the provider's. */
  readonly retrieval: ReadonlyMap<string, string>;
  /** People of ours, by their id or number on a channel. */
  readonly operators: readonly { readonly contact: string; readonly role: string }[];
  /** What answers may cost; undefined: no bounds. */
  readonly budget: Budgets | undefined;
}

/** Earlier messages that go along, at most, whatever a flow asks for. */
export const maxHistoryMessages = 100;
/** What they may come to, in tokens; the oldest are left out first. */
export const maxHistoryTokens = 4_000;
/** The longest material of one label, and of all, in characters. */
export const maxDataChars = { one: 12_000, all: 48_000 };
/** The longest question, in characters. */
export const maxPromptChars = 16_000;
