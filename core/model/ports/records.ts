import type {
  AccountId,
  ContactId,
  ConversationId,
  EventId,
  OutboxId,
  RevisionId,
  RunId,
} from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { AiSpend, AiSpendBy, AiUsageRecord, BotAiUsage } from "#core/model/ai-usage.ts";
import type { NewConsent } from "#core/model/consent.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Conversation } from "#core/model/conversation.ts";
import type { EventBody, EventState } from "#core/model/event.ts";
import type { Address, Sender } from "#core/model/identity.ts";
import type { MediaRecord } from "#core/model/media.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { MessageSpend, MessageSpendBy } from "#core/model/message-spend.ts";
import type { AuditEntry, OpsChange, PendingCommand, SettingOverride } from "#core/model/ops.ts";
import type { HistoryEntry } from "#core/model/plan.ts";
import type { Run } from "#core/model/run.ts";
import type { SendState } from "#core/model/send.ts";
import type { Delivery, SendError } from "#core/model/status.ts";
import type { TemplateRecord } from "#core/model/template.ts";
import type { BroadcastRecords } from "./broadcast-records.ts";
import type { KeptFile } from "./file-store.ts";

/** A flow as it was when activated; `source` is the YAML text, whole. */
export interface Revision {
  readonly id: RevisionId;
  readonly flow: string;
  readonly file: string;
  readonly source: string;
  readonly createdAt: Millis;
}

/** That a revision of a flow became the active one, or that the flow was taken away. */
export interface Activation {
  readonly flow: string;
  /** Undefined: nothing of the flow is begun any more. */
  readonly revision?: RevisionId;
  readonly at: Millis;
  readonly who: string;
  readonly how: "start" | "reload" | "activate" | "rollback";
  /** What the file said at a rollback: a start does not take it up again. */
  readonly aside?: RevisionId;
}

/** How many runs live at one place: `step` as `restingPlace` says it. */
export interface LiveRunCount {
  readonly flow: string;
  readonly revision: RevisionId;
  readonly state: Run["state"];
  readonly step: string;
  readonly count: number;
}

/** One line of the consent ledger. */
export interface ConsentEntry extends NewConsent {
  readonly contact: ContactId;
}

/** The same as it was kept; `hash` is the SHA-256 of the wording. */
export interface ConsentRecord extends ConsentEntry {
  readonly hash: string;
}

/** An event as people look at it. */
export interface EventRecord {
  readonly id: EventId;
  readonly account: AccountId;
  readonly conversation: ConversationId | undefined;
  readonly state: EventState;
  readonly reason: string | undefined;
  readonly attempts: number;
  readonly receivedAt: Millis;
  readonly occurredAt: Millis;
  readonly body: EventBody;
  readonly raw: string | undefined;
}

/** A send as people look at it. */
export interface SendRecord {
  readonly id: OutboxId;
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly run: RunId | undefined;
  readonly purpose: string;
  readonly state: SendState;
  readonly delivery: Delivery | undefined;
  readonly reason: string | undefined;
  readonly error: SendError | undefined;
  readonly attempt: number;
  readonly queuedAt: Millis;
  readonly message: MessageOut;
  readonly price: Json | undefined;
  /** In micro-USD; undefined: nobody has told. */
  readonly costMicroUsd: number | undefined;
}

/** Where a message of ours came from, for what is heard of it later. */
export interface SendOrigin {
  readonly conversation: ConversationId;
  /** The number of the attempt that counts. */
  readonly attempt: number;
  readonly message: MessageOut;
  /** The run that sent it, as it is now. */
  readonly run: Run | undefined;
}

export interface Person {
  readonly conversation: Conversation;
  readonly contact: Contact;
}

/** Somebody whose rows are gone, and of whom there may be something elsewhere. */
export interface OpenErasure {
  readonly id: number;
  /** Every contact that the person was. */
  readonly contacts: readonly ContactId[];
  /** For networks that are to forget them; none if that was done, or nobody can read them any more. */
  readonly addresses: readonly Address[];
}

/** What is kept for a time and no longer. `raw`: updates as they came, beside the events they became. */
export const trafficKinds = ["raw", "events", "sends", "runs", "history"] as const;
export type TrafficKind = (typeof trafficKinds)[number];

/** Everything that is known of one person, for showing and handing over. */
export interface ContactExport {
  readonly contact: Contact;
  readonly conversations: readonly Conversation[];
  readonly events: readonly EventRecord[];
  readonly sends: readonly SendRecord[];
  readonly runs: readonly Run[];
  readonly history: readonly HistoryEntry[];
  readonly consents: readonly ConsentRecord[];
  readonly media: readonly MediaRecord[];
  readonly aiUsage: readonly AiUsageRecord[];
}

/**
 * What is not on the hot path: families of rows, with the same guarantees as `Store` (one
 * transaction a call, durable when resolved). Lists are newest first and bounded by `limit`.
 */
export interface Records extends BroadcastRecords {
  putRevision(revision: Revision): Promise<void>;
  revision(id: RevisionId): Promise<Revision | undefined>;
  /** Records what is active from here on, all of it or nothing. */
  activate(activations: readonly Activation[]): Promise<void>;
  activations(filter: FlowFilter): Promise<readonly Activation[]>;
  /** The newest activation of every flow there was, by flow. */
  activeRevisions(): Promise<readonly Activation[]>;
  /** Runs that have not ended, counted by where they are, in that order; at most `limit` places. */
  countLiveRuns(filter: FlowFilter): Promise<readonly LiveRunCount[]>;
  /** Runs of a flow that have not ended, in an order of their own that pages follow: after `after`. */
  liveRuns(flow: string, after: Run | undefined, limit: number): Promise<readonly Run[]>;

  contact(id: ContactId): Promise<Contact | undefined>;
  findContact(scope: string, address: Address): Promise<Contact | undefined>;
  /**
   * Everybody who has an address of this value in any scope, and everybody without an address who once
   * had it.
   */
  contactsAt(value: string): Promise<readonly Contact[]>;
  /** People in the order of their ids, after `after`. */
  contacts(after: ContactId | undefined, limit: number): Promise<readonly Contact[]>;
  /**
   * Those who lost an address to this person and have none left: most likely the same person, known by
   * phone alone before.
   */
  strandedBehind(id: ContactId): Promise<readonly Contact[]>;
  exportContact(id: ContactId): Promise<ContactExport | undefined>;
  /**
   * Removes the person, and who is stranded behind them, from every table; resolves to false if there
   * was nobody. A STOP outlives it by keys of their addresses, which do not give these away: who comes
   * again under one of them has said STOP. Files that were theirs alone are unused from then on: whoever
   * owns the file store removes them. With `who`, the audit says who had them erased. What is to be done elsewhere
   * is an open erasure from the same moment on.
   */
  eraseContact(id: ContactId, who?: string): Promise<boolean>;
  /** Erasures that are not closed yet, oldest first. */
  openErasures(): Promise<readonly OpenErasure[]>;
  /**
   * Ends an erasure when all is done that its person's addresses were kept for. Rejects, and leaves it open,
   * while anything on the disk could still tell of the person.
   */
  closeErasure(id: number): Promise<void>;

  /** Appends a line. Sends that were decided without it are decided anew. */
  appendConsent(entry: ConsentEntry): Promise<void>;
  consents(contact: ContactId): Promise<readonly ConsentRecord[]>;
  /** People who are blocked, in the order of their ids. */
  blocked(limit: number): Promise<readonly Contact[]>;
  /** Finds or makes the person and their conversation with an account, as for something that came in. */
  resolvePerson(account: AccountId, sender: Sender, now: Millis): Promise<ContactId | undefined>;

  /** What is known of templates, of every account. */
  templates(): Promise<readonly TemplateRecord[]>;
  /** Writes what is known of one in place of what was known before. */
  putTemplate(record: TemplateRecord): Promise<void>;

  pluginValue(plugin: string, key: string): Promise<Json | undefined>;
  /** Undefined removes the key. */
  setPluginValue(plugin: string, key: string, value: Json | undefined): Promise<void>;

  appendAudit(entry: AuditEntry): Promise<void>;
  audit(limit: number): Promise<readonly AuditEntry[]>;

  /** Writes a command's change; false, and nothing, if what it settles is not there. */
  changeOps(change: OpsChange): Promise<boolean>;
  /** Settings that commands put over bot.yaml, by key. */
  settingOverrides(): Promise<readonly SettingOverride[]>;
  pendingCommand(owner: string): Promise<PendingCommand | undefined>;

  /** Puts a file into the account before it is there; it is unused until `putMedia` names it. */
  noteFile(file: KeptFile, at: Millis): Promise<void>;
  /**
   * Records what became of a message's file, in place of what was recorded before. False if the
   * conversation is gone: then nothing is recorded.
   */
  putMedia(record: MediaRecord): Promise<boolean>;
  media(filter: MediaFilter): Promise<readonly MediaRecord[]>;
  /** Lets go of up to `limit` files that were kept before `before`, oldest first; tells how many. */
  expireMedia(before: Millis, limit: number): Promise<number>;
  /** Hashes of noted files that no message has. */
  unusedFiles(limit: number): Promise<readonly string[]>;
  isFileUsed(sha256: string): Promise<boolean>;
  /** Forgets a file that was removed; one that is used stays. */
  forgetFile(sha256: string): Promise<void>;

  /** Records what an attempt at an answer cost; false, and nothing, if the conversation is gone. */
  putAiUsage(record: AiUsageRecord): Promise<boolean>;
  aiUsage(filter: AiUsageFilter): Promise<readonly AiUsageRecord[]>;
  /** The same of what the bot has done for itself; it is in the sums, and in nobody's list. */
  putBotAiUsage(record: BotAiUsage): Promise<void>;
  /** What messages cost that networks took: sums by `by`, the dearest first. */
  messageSpend(filter: MessageSpendFilter): Promise<readonly MessageSpend[]>;
  /** Sums of what was recorded from `from` on and before `until`; the dearest first. */
  aiSpend(filter: AiSpendFilter): Promise<readonly AiSpend[]>;
  /** Removes up to `limit` records, and every thread, of before `before`; tells how many records. */
  expireAi(before: Millis, limit: number): Promise<number>;
  /** Where a provider that keeps the history itself keeps this conversation's. */
  aiThread(conversation: ConversationId, provider: string): Promise<string | undefined>;
  /** Undefined: that thread is over, and forgotten. */
  putAiThread(
    conversation: ConversationId,
    provider: string,
    thread: string | undefined,
    at: Millis,
  ): Promise<void>;

  /** People of an account in the order of their conversations' ids, after `after`. */
  people(
    account: AccountId,
    after: ConversationId | undefined,
    limit: number,
  ): Promise<readonly Person[]>;

  conversations(limit: number): Promise<readonly Conversation[]>;
  conversation(id: ConversationId): Promise<Conversation | undefined>;
  /** A person's, with each account one. */
  conversationsOf(contact: ContactId): Promise<readonly Conversation[]>;
  events(filter: EventFilter): Promise<readonly EventRecord[]>;
  sends(filter: SendFilter): Promise<readonly SendRecord[]>;
  sendOrigin(id: OutboxId): Promise<SendOrigin | undefined>;
  runs(conversation: ConversationId): Promise<readonly Run[]>;
  history(conversation: ConversationId, limit: number): Promise<readonly HistoryEntry[]>;
  /**
   * Removes what of one kind is older than `before` and over, among the next `limit` rows after the mark,
   * oldest first; gives the mark to go on from, or none if the rest is younger. What waits, is to be sent
   * or is under way stays, however old.
   */
  expireTraffic(
    kind: TrafficKind,
    before: Millis,
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly removed: number; readonly next: string | undefined }>;
  /** Puts a dead event back into its conversation's line; false if it is not dead. */
  revive(event: EventId): Promise<boolean>;
}

export interface FlowFilter {
  readonly flow?: string;
  readonly limit: number;
}

export interface EventFilter {
  readonly conversation?: ConversationId;
  readonly state?: EventState;
  readonly kind?: EventBody["kind"];
  readonly limit: number;
}

export interface SendFilter {
  readonly conversation?: ConversationId;
  readonly state?: SendState;
  readonly limit: number;
}

export interface AiUsageFilter {
  readonly conversation?: ConversationId;
  readonly contact?: ContactId;
  readonly limit: number;
}

export interface MessageSpendFilter {
  readonly by: MessageSpendBy;
  /** Of messages that were put into the line at or after this, and before `until`. */
  readonly from: Millis;
  readonly until: Millis;
  readonly limit: number;
}

export interface AiSpendFilter {
  readonly by: AiSpendBy;
  readonly from: Millis;
  readonly until: Millis;
  readonly limit: number;
}

export interface MediaFilter {
  readonly event?: EventId;
  readonly conversation?: ConversationId;
  readonly contact?: ContactId;
  readonly limit: number;
}
