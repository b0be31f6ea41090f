import { type LocalText, pickWording, type TextForm } from "#core/flow/compile/local-text.ts";
import type { Placed } from "#core/flow/compile/placed.ts";
import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { Template } from "#core/flow/expression/compile-template.ts";
import { createScope, type Scope } from "#core/flow/expression/scope.ts";
import type { Names, Value } from "#core/flow/expression/value.ts";
import { limits } from "#core/flow/limits.ts";
import { joinTexts } from "#core/flow/render/join-texts.ts";
import { escapeMarkdown, toMarkup } from "#core/flow/render/markup.ts";
import { textMessages } from "#core/flow/render/text-messages.ts";
import { type EffectId, effectId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { Contact } from "#core/model/contact.ts";
import type { ActivityRequest, Effect } from "#core/model/effect.ts";
import { chooseLocale, type Facts, type PurposeFacts } from "#core/model/facts.ts";
import type { Happening } from "#core/model/happening.ts";
import { isConversational, type MessageIn } from "#core/model/message-in.ts";
import type { MessageOut, SendClass } from "#core/model/message-out.ts";
import type { Run } from "#core/model/run.ts";
import { contactChange, fillContact } from "./contact-memory.ts";
import { factNames, grantedOf } from "./fact-names.ts";
import type { Outcome } from "./failure.ts";
import { FlowMemory, type TurnProgram } from "./flow-memory.ts";
import { initialSlots } from "./initial-slots.ts";

/** Set while a run that a receipt, a reaction or a changed number began has not heard of the person: it may send templates alone. */
export const muteCounter = "mute";

/** When the run last took the answer to a sensitive question: no AI hears what was said until then. */
const secretCounter = "secret";

/** What a turn changed, as plain data. */
export interface TurnResult extends Pick<Run, "slots" | "locals" | "calls"> {
  readonly counters: Readonly<Record<string, number>>;
  readonly sequence: number;
  readonly effects: readonly Effect[];
}

/**
 * One input on its way through a run: reads the run and the facts, gathers what changes. Lives
 * inside one call of `advance`; nothing outside sees it, so its own state makes nothing impure.
 */
export class Turn {
  readonly facts: Facts;
  /** The message that moved the run, if a message did. */
  readonly message: MessageIn | undefined;
  readonly #event: Happening | undefined;
  readonly #memory: FlowMemory;
  readonly #runId: string;
  readonly #startedAt: Millis;
  readonly #effects: Effect[] = [];
  readonly #counters: Record<string, number>;
  #contact: Contact;
  #granted: Readonly<Record<string, boolean>>;
  #sequence: number;
  #messageCount = 0;
  #joinedCount = 0;
  /** The text that a further one may be joined to, while it is the last thing that happens. */
  #openText: { readonly send: Effect; readonly locale: string } | undefined;
  #emitted = 0;
  #names: Names | undefined;
  #scope: Scope | undefined;

  constructor(program: TurnProgram, run: Run, facts: Facts, message: MessageIn | undefined) {
    this.#memory = new FlowMemory(program, run);
    this.#runId = run.id;
    this.#startedAt = run.startedAt;
    this.#counters = { ...run.counters };
    this.#sequence = run.sequence;
    this.#contact = facts.contact;
    this.#granted = grantedOf(facts);
    this.#event = run.event;
    if (message !== undefined && isConversational(message)) this.setCounter(muteCounter, 0);
    this.facts = facts;
    this.message = message;
  }

  get now(): Millis {
    return this.facts.now;
  }

  get contact(): Contact {
    return this.#contact;
  }

  /**
   * What a quote or an emoji goes to: the message that moved the run; for a reaction, the message
   * that was reacted to.
   */
  get answeredId(): string | undefined {
    return this.message?.kind === "reaction" ? this.message.target : this.message?.id;
  }

  get capabilities(): Capabilities {
    return this.facts.channel.capabilities;
  }

  /** The language to speak from here on; changes at once when the flow sets `contact.language`. */
  get locale(): string {
    const { language } = this.#contact;
    return language === this.facts.contact.language
      ? this.facts.locale
      : chooseLocale(language, this.facts.locales);
  }

  /** How many messages the turn has sent so far. */
  get messageCount(): number {
    return this.#messageCount;
  }

  /** How many messages and joined texts there were so far: what tells one chance from the next. */
  get saidCount(): number {
    return this.#messageCount + this.#joinedCount;
  }

  /** The value of a slot or local; null if it has none. */
  read(name: string): Json {
    return this.#memory.read(name);
  }

  /** Writes a slot, or a local of that name; a kept slot is remembered with the contact too. */
  fill(name: string, value: Json): void {
    const slot = this.#memory.program.slots.get(name);
    this.#memory.write(name, value);
    if (slot?.isSensitive === true) this.setCounter(secretCounter, this.now);
    if (slot?.keep !== undefined) {
      this.changeContact((contact) => fillContact(contact, slot, value, this.facts));
    }
    this.#scope = undefined;
  }

  /** What the run keeps under a name that is no slot; null if nothing. */
  local(name: string): Json {
    return this.#memory.local(name);
  }

  /** Whether something is kept under the name, be it null. */
  hasLocal(name: string): boolean {
    return this.#memory.hasLocal(name);
  }

  /** Keeps it; undefined forgets it. */
  setLocal(name: string, value: Json | undefined): void {
    this.#memory.setLocal(name, value);
    this.#scope = undefined;
  }

  /** A called flow begins with these values in its slots. */
  beginCall(program: TurnProgram, inputs: Readonly<Record<string, Json>>): void {
    const slots = { ...initialSlots(program.slots, this.facts), ...inputs };
    this.#memory.begin(program, slots);
    this.#names = undefined;
    this.#scope = undefined;
  }

  /** The called flow is over; gives its outputs. */
  endCall(): Readonly<Record<string, Json>> {
    this.#names = undefined;
    this.#scope = undefined;
    return this.#memory.end();
  }

  changeContact(change: (contact: Contact) => Contact): void {
    this.#contact = change(this.#contact);
    this.#names = undefined;
    this.#scope = undefined;
  }

  /** What is known of a purpose at this point of the turn; undefined if bot.yaml has none of the name. */
  purpose(name: string): PurposeFacts | undefined {
    const known = Object.hasOwn(this.facts.consent, name) ? this.facts.consent[name] : undefined;
    return known === undefined ? undefined : { ...known, isGranted: this.#granted[name] === true };
  }

  /** Has the answer written down; what follows in the turn sees it. */
  answerConsent(line: Extract<Effect, { kind: "consent" }>["line"]): void {
    this.#effects.push({ kind: "consent", id: this.#nextId(), line });
    this.#granted = { ...this.#granted, [line.purpose]: line.answer === "yes" };
    this.#names = undefined;
    this.#scope = undefined;
  }

  counter(name: string): number {
    return this.#counters[name] ?? 0;
  }

  setCounter(name: string, value: number): void {
    if (value === 0) delete this.#counters[name];
    else this.#counters[name] = value;
  }

  /** From when on an AI may hear of this conversation: no other run, and no answer that is sensitive. */
  historyFrom(at: number = this.#startedAt): number {
    return Math.max(at, this.counter(secretCounter) + 1);
  }

  /** What expressions see at this moment. */
  scope(): Scope {
    this.#names ??= factNames(
      this.facts,
      this.#contact,
      this.#granted,
      this.message,
      this.#event,
      this.#memory.program.reads,
    );
    this.#scope ??= createScope(
      { ...this.#memory.localValues(), ...this.#names, slots: this.#memory.slotValues() },
      { locale: this.locale, timeZone: this.facts.timeZone, nowAt: this.facts.now },
    );
    return this.#scope;
  }

  /** The same with an answer that is not accepted yet: as `input`, and in its slot. */
  scopeWithAnswer(into: string | undefined, answer: Json): Scope {
    const scope = this.scope();
    const slots = this.#memory.slotValues();
    if (into !== undefined && this.#memory.program.slots.has(into)) slots[into] = answer;
    return createScope({ ...scope.names, slots, input: answer }, scope.reader);
  }

  evaluate(placed: Placed<Expression | Template>, scope: Scope = this.scope()): Outcome<Value> {
    const result = placed.value.evaluate(scope);
    if (result.ok) return result;
    const { code, message, start, end } = result.error;
    return { ok: false, failure: { code, message, at: placed.place(start, end) } };
  }

  /** The text in the person's language, with the channel's own marks unless `form` is `plain`. */
  render(text: LocalText, form: TextForm = this.capabilities.markup): Outcome<string> {
    const { template, ready } = pickWording(text, this.locale);
    if (ready !== undefined) return { ok: true, value: ready[form] };
    const isPlain = form === "plain";
    const result = template.value.render(this.scope(), isPlain ? undefined : escapeMarkdown);
    if (!result.ok) {
      const { code, message, start, end } = result.error;
      return { ok: false, failure: { code, message, at: template.place(start, end) } };
    }
    if (result.value.length > limits.textChars) {
      const message = `the text is longer than ${limits.textChars} characters`;
      const failure = { code: "FLOW_LIMIT_REACHED", message, at: template.place(0) } as const;
      return { ok: false, failure };
    }
    return { ok: true, value: isPlain ? result.value : toMarkup(result.value, form) };
  }

  /** Sends a text in as many messages as it needs; one with nothing to read is recorded. */
  say(text: string, sendClass: SendClass, replyTo?: string): void {
    const messages = textMessages(text, this.capabilities, replyTo);
    if (messages.length === 0) this.record("flow.text-empty", {});
    this.send(messages, sendClass);
  }

  /**
   * Sends a text that has nothing of its own about it. It goes out below the one before it, in one
   * message, if that loses nothing: nothing else came between, both are in one language and for one
   * purpose, and the channel carries them whole.
   */
  sayPlainly(text: string): void {
    const { mergesTexts } = this.facts;
    const before = mergesTexts
      ? this.#effects.findLast(({ kind }) => kind !== "record")
      : undefined;
    const isOpen = before !== undefined && before === this.#openText?.send;
    if (isOpen && this.#openText?.locale === this.locale && this.#joinTo(before, text)) return;
    const size = this.#effects.length;
    this.say(text, "reply");
    const send = this.#effects.at(-1);
    if (this.#effects.length > size && send?.kind === "send") {
      this.#openText = { send, locale: this.locale };
    }
  }

  #joinTo(before: Effect, text: string): boolean {
    if (before.kind !== "send" || before.message.kind !== "text") return false;
    if (before.purpose !== this.#memory.program.purpose) return false;
    const joined = joinTexts(before.message.text, text, this.capabilities.text.maxChars);
    if (joined === undefined) return false;
    const send = { ...before, message: { ...before.message, text: joined } };
    this.#effects[this.#effects.lastIndexOf(before)] = send;
    this.#openText = { send, locale: this.locale };
    this.#joinedCount += 1;
    return true;
  }

  send(messages: readonly MessageOut[], sendClass: SendClass): void {
    for (const message of messages) {
      if (this.counter(muteCounter) > 0 && message.kind !== "template") {
        this.record("flow.text-not-sent", { reason: "begun-without-a-word" });
        continue;
      }
      this.#messageCount += 1;
      const { purpose } = this.#memory.program;
      this.#effects.push({ kind: "send", id: this.#nextId(), message, class: sendClass, purpose });
    }
  }

  wake(wait: string, at: Millis): void {
    this.#effects.push({ kind: "wake", id: this.#nextId(), wait, at });
  }

  /** Asks for an activity; gives its id, to rest on. A further try has the id made for it. */
  ask(request: ActivityRequest, timeoutMs: number, furtherTry?: EffectId): EffectId {
    const id = furtherTry ?? this.#nextId();
    this.#effects.push({ kind: "activity", id, request, timeoutMs });
    return id;
  }

  /** Sends an event; one that too many others led to is recorded instead: flows wake each other up. */
  emit(name: string, data: Json): void {
    const hops = (this.#event?.hops ?? 0) + 1;
    this.#emitted += 1;
    if (hops > limits.eventHops || this.#emitted > limits.eventsPerInput) {
      this.record("flow.event-not-sent", { name, reason: "too-many" });
      return;
    }
    this.#effects.push({ kind: "emit", id: this.#nextId(), name, data, hops });
  }

  /** Hands the conversation to a person; gives the id of the wait that it ends. */
  handOff(summary: string, untilAt: Millis | undefined): string {
    const wait = this.#nextId();
    this.#effects.push({ kind: "handoff", id: this.#nextId(), wait, summary, untilAt });
    return wait;
  }

  record(what: string, data: Json): void {
    this.#effects.push({ kind: "record", id: this.#nextId(), what, data });
  }

  /** Takes back what the turn was about to send. */
  dropSends(): void {
    const kept = this.#effects.filter((effect) => effect.kind !== "send");
    this.#effects.splice(0, this.#effects.length, ...kept);
    this.#messageCount = 0;
  }

  /** A new id for a rest; never given twice in a run. */
  newWaitId(): string {
    return this.#nextId();
  }

  finish(): TurnResult {
    const change = contactChange(this.facts.contact, this.#contact);
    if (change !== undefined) {
      this.#effects.push({ kind: "contact", id: this.#nextId(), change });
    }
    return {
      ...this.#memory.finish(),
      counters: this.#counters,
      sequence: this.#sequence,
      effects: this.#effects,
    };
  }

  #nextId(): EffectId {
    this.#sequence += 1;
    return effectId(`${this.#runId}:${this.#sequence}`);
  }
}
