import type { BroadcastDesk } from "#core/engine/broadcasts/broadcast-desk.ts";
import type { GiveBack } from "#core/engine/give-back.ts";
import type { BlockRequest } from "#core/engine/privacy/block-person.ts";
import type { FlowSource } from "#core/flow/compile-flows.ts";
import type { ContactId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { PurposeRules } from "#core/model/consent.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { StoreStats } from "#core/model/ports/store.ts";
import type { Language, Words } from "./language.ts";
import type { Role } from "./role.ts";
import type { SettingsDesk } from "./settings-desk.ts";

/** What commands work on; handed in by the composition root. */
export interface OpsParts {
  readonly botName: string;
  readonly timeZone: string;
  readonly records: Pick<
    Records,
    | "aiSpend"
    | "appendConsent"
    | "blocked"
    | "audit"
    | "changeOps"
    | "consents"
    | "messageSpend"
    | "contact"
    | "pendingCommand"
  >;
  readonly stats: () => Promise<StoreStats>;
  readonly settings: SettingsDesk;
  readonly purposes: PurposeRules;
  /** Whose prices messages are counted by, of each account that has any. */
  readonly priceCards: readonly PriceCard[];
  readonly people: PeopleDesk;
  readonly broadcasts: BroadcastDesk & BroadcastFiles;
}

/** The files of broadcasts that may be started from a chat. */
export interface BroadcastFiles {
  /** Their names, without an ending. */
  readonly files: () => readonly string[];
  /** Undefined: there is none of this name. */
  readonly read: (name: string) => FlowSource | undefined;
  /** What a file calls its broadcast. */
  readonly nameOf: (source: FlowSource) => string;
}

export interface PriceCard {
  readonly account: string;
  readonly asOf: string;
  readonly source: string;
}

/** Whose words and clock an answer is in. */
export interface Reader {
  readonly language: Language;
  readonly timeZone: string;
}

/** Finds the people whom a command names. */
export interface PeopleDesk {
  /** Everybody whom a word names: an id, or an address as people write it. */
  readonly find: (word: string) => Promise<readonly Contact[]>;
  /** Whether a word is an address, of whomever. */
  readonly isAddress: (word: string) => boolean;
  /** Who has an address; makes somebody of one that nobody is known by. */
  readonly resolve: (word: string, now: Millis) => Promise<ContactId | undefined>;
  /** Who it is and how much is kept, as lines of label and value; undefined: they are gone. */
  readonly summary: (
    id: ContactId,
    reader: Reader,
  ) => Promise<readonly (readonly [label: string, value: string])[] | undefined>;
  /** Writes everything into a folder, and names it; the same key writes the same anew. */
  readonly export: (id: ContactId, key: string) => Promise<string | undefined>;
  /**
   * Blocks a person or takes them back; gives what networks refused with, or undefined if there is nobody
   * any more.
   */
  readonly block: (request: BlockRequest) => Promise<readonly string[] | undefined>;
  /** The bot answers them again, after a person of ours did or a loop was broken; under one key once. */
  readonly resume: (request: GiveBack) => Promise<void>;
  /** Whether a person may give commands. */
  readonly isOperator: (person: Contact) => boolean;
  /** Gives what networks refused with; who is gone already is erased. */
  readonly erase: (id: ContactId, who: string) => Promise<readonly string[]>;
}

/** Who gives a command, and where. */
export interface Caller {
  /** As audits name them. */
  readonly name: string;
  readonly role: Role;
  readonly via: "chat" | "shell";
  /** Whose the commands are that wait for their code: the conversation, or the shell. */
  readonly owner: string;
  /** Who it is here; undefined: the shell. */
  readonly contact: ContactId | undefined;
  readonly language: Language;
}

/** One command that is being done. */
export interface CommandContext extends OpsParts {
  readonly caller: Caller;
  /** When it came in. */
  readonly at: Millis;
  /** The same however often a command that was confirmed is done. */
  readonly key: string;
  /** The words in the language of the answer. */
  readonly say: (words: Words) => string;
  readonly language: Language;
}
