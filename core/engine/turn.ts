import { type EffectId, type EventId, effectId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import { type NewConsent, withConsent } from "#core/model/consent.ts";
import type { Contact, ContactChange } from "#core/model/contact.ts";
import type { Conversation, ConversationChange } from "#core/model/conversation.ts";
import type { StoredEvent } from "#core/model/event.ts";
import { chooseLocale } from "#core/model/facts.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { OpsChange } from "#core/model/ops.ts";
import type {
  Claim,
  CommitPlan,
  EventMark,
  HistoryEntry,
  NewActivity,
  NewTimer,
} from "#core/model/plan.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import { isForeground, type Run } from "#core/model/run.ts";
import type { NewSend } from "#core/model/send.ts";
import type { RouteTarget } from "./route-target.ts";
import { type SystemTexts, systemTexts } from "./texts.ts";

/**
 * One event on its way through the stages: the conversation as it will be after it, and the plan
 * that makes it so. Nothing leaves a turn but its plan.
 */
export class Turn {
  readonly now: Millis;
  readonly claim: Claim;
  readonly event: StoredEvent;
  readonly channel: Channel;
  /** The person has sent more than they may, whatever the limit says by now. */
  readonly isOverLimit: boolean;
  /** What the route stage, or an interrupt before it, chose. */
  target: RouteTarget | undefined;
  /** What was said in a voice note that the event tells of; it goes on as if it had just come in. */
  spoken: { readonly message: MessageIn; readonly isFirst: boolean } | undefined;
  /** When the message that moves the runs was written; undefined if no message does. */
  heardAt: Millis | undefined;
  readonly #also: readonly EventId[];
  readonly #locales: readonly string[];
  readonly #runs: Map<string, Run>;
  #runList: readonly Run[] | undefined;
  readonly #changedRuns = new Map<string, Run>();
  #sends: readonly NewSend[] = [];
  readonly #consents: NewConsent[] = [];
  readonly #timers: NewTimer[] = [];
  readonly #activities: NewActivity[] = [];
  readonly #history: HistoryEntry[] = [];
  #contact: Contact;
  #conversation: Conversation;
  #contactChange: ContactChange | undefined;
  #conversationChange: ConversationChange | undefined;
  #cancelReason: string | undefined;
  #releaseHeld: Millis | undefined;
  #ops: OpsChange | undefined;

  constructor(options: {
    readonly now: Millis;
    readonly claim: Claim;
    readonly event: StoredEvent;
    readonly also: readonly EventId[];
    readonly isOverLimit?: true;
    readonly channel: Channel;
    readonly locales: readonly string[];
  }) {
    this.now = options.now;
    this.claim = options.claim;
    this.event = options.event;
    const { body, occurredAt } = options.event;
    this.heardAt = body.kind === "message" ? occurredAt : undefined;
    this.#also = options.also;
    this.channel = options.channel;
    this.isOverLimit = options.isOverLimit ?? false;
    this.#locales = options.locales;
    this.#contact = options.claim.contact;
    this.#conversation = options.claim.conversation;
    this.#runs = new Map(options.claim.runs.map((run) => [run.id, run]));
  }

  /** The contact as it is at this point of the turn; likewise the conversation and its runs. */
  get contact(): Contact {
    return this.#contact;
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  /** Runs that have not ended. */
  get runs(): readonly Run[] {
    return (this.#runList ??= [...this.#runs.values()]);
  }

  /** The run that takes the person's next message, if there is one. */
  get foreground(): Run | undefined {
    return this.runs.find(isForeground);
  }

  /** The bot's locale that suits the contact. */
  get locale(): string {
    return chooseLocale(this.#contact.language, this.#locales);
  }

  get texts(): SystemTexts {
    return systemTexts(this.locale);
  }

  get sendCount(): number {
    return this.#sends.length;
  }

  changeContact(change: ContactChange): void {
    this.#contactChange = { ...this.#contactChange, ...change };
    const { stop, ...fields } = change;
    const { stoppedAt, ...rest } = { ...this.#contact, ...fields };
    const kept = stop === undefined ? stoppedAt : undefined;
    const stopped = stop?.kind === "stopped" ? stop.at : kept;
    this.#contact = stopped === undefined ? rest : { ...rest, stoppedAt: stopped };
  }

  changeConversation(change: ConversationChange): void {
    this.#conversationChange = { ...this.#conversationChange, ...change };
    const { ownerUntilAt, loopUntilAt, ...fields } = change;
    const next: Conversation = { ...this.#conversation, ...fields };
    if (ownerUntilAt === null) delete next.ownerUntilAt;
    else if (ownerUntilAt !== undefined) next.ownerUntilAt = ownerUntilAt;
    if (loopUntilAt === null) delete next.loopUntilAt;
    else if (loopUntilAt !== undefined) next.loopUntilAt = loopUntilAt;
    this.#conversation = next;
  }

  /** The id of a send of the runtime's own that belongs to this event. */
  ownEffect(suffix: string): EffectId {
    return effectId(`${this.event.id}:${suffix}`);
  }

  /** A text of the runtime's own, for `service`; `suffix` tells apart the texts of one event. */
  say(suffix: string, text: string, purpose = "service"): void {
    this.addSend(ownText(this.ownEffect(suffix), text, purpose));
  }

  /** The same, left out if this conversation was told under this suffix before. */
  sayOnce(suffix: string, text: string, purpose = "service"): void {
    this.addSend(ownText(effectId(`${this.#conversation.id}:${suffix}`), text, purpose));
  }

  addSend(send: NewSend): void {
    this.#sends = [...this.#sends, send];
  }

  /** Gives what the turn sends so far another purpose. */
  sendAs(purpose: string): void {
    this.#sends = this.#sends.map((send) => ({ ...send, purpose }));
  }

  /** What the turn sends so far. */
  get sends(): readonly NewSend[] {
    return this.#sends;
  }

  changeSends(change: (sends: readonly NewSend[]) => readonly NewSend[]): void {
    this.#sends = change(this.#sends);
  }

  /** Writes into the consent ledger; what follows in the turn sees it. */
  addConsent(line: NewConsent): void {
    this.#consents.push(line);
    this.#contact = { ...this.#contact, consents: withConsent(this.#contact.consents, line) };
  }

  addTimer(timer: NewTimer): void {
    this.#timers.push(timer);
  }

  addActivity(activity: NewActivity): void {
    this.#activities.push(activity);
  }

  putRun(run: Run): void {
    this.#changedRuns.set(run.id, run);
    this.#runList = undefined;
    if (run.state === "resting" || run.state === "queued") this.#runs.set(run.id, run);
    else this.#runs.delete(run.id);
  }

  /** Ends a run; nothing of it is heard again. */
  cancelRun(run: Run): void {
    const { wait: _wait, ...rest } = run;
    this.putRun({ ...rest, state: "cancelled" });
  }

  /** Ends every live run, queued ones too. */
  cancelRuns(): void {
    for (const run of this.runs) this.cancelRun(run);
  }

  /** Blocks what is queued in this conversation, with its reason. */
  cancelSends(reason: string): void {
    this.#cancelReason = reason;
  }

  /** Lets go what the closed window has held back since a moment. */
  releaseHeld(since: Millis): void {
    this.#releaseHeld = since;
  }

  /** What an operator's command changes; one a turn. */
  changeOps(change: OpsChange): void {
    this.#ops = change;
  }

  record(what: string, data?: Json, run?: Run): void {
    this.#history.push({
      at: this.now,
      what,
      event: this.event.id,
      ...(run === undefined ? {} : { run: run.id }),
      ...(data === undefined ? {} : { data }),
    });
  }

  /** All that this turn changes, with what becomes of its event. */
  plan(mark: Omit<EventMark, "event">): CommitPlan {
    return {
      marks: [this.event.id, ...this.#also].map((event) => ({ event, ...mark })),
      ...(this.#contactChange === undefined ? {} : { contact: this.#contactChange }),
      ...(this.#consents.length === 0 ? {} : { consents: this.#consents }),
      ...(this.#conversationChange === undefined ? {} : { conversation: this.#conversationChange }),
      ...(this.#cancelReason === undefined ? {} : { cancelSends: this.#cancelReason }),
      ...(this.#releaseHeld === undefined ? {} : { releaseHeld: this.#releaseHeld }),
      runs: [...this.#changedRuns.values()],
      sends: this.#sends,
      activities: this.#activities,
      timers: this.#timers,
      history: this.#history,
      ...(this.#ops === undefined ? {} : { ops: this.#ops }),
    };
  }
}

function ownText(id: EffectId, text: string, purpose: string): NewSend {
  return { effect: id, message: { kind: "text", text }, class: "reply", purpose };
}
