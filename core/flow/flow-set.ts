import { assertNever } from "#core/lib/assert-never.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { Facts } from "#core/model/facts.ts";
import type { Happening } from "#core/model/happening.ts";
import { isConversational, type MessageIn, messageText } from "#core/model/message-in.ts";
import type { Trigger } from "./compile/trigger.ts";
import { triggerClaim } from "./compile/trigger-claim.ts";
import { emojiKey, matchesGlob, wordKey } from "./compile/word-key.ts";
import { createScope, type Scope } from "./expression/scope.ts";
import type { PersonalFact } from "./personal-facts.ts";
import type { Mode, Program } from "./program.ts";
import { factNames, grantedOf } from "./run/fact-names.ts";

/** What a message that no run takes is matched by; without one and no event, the number changed. */
export interface RouteInput {
  readonly message: MessageIn | undefined;
  /** What happened, if it was no message. */
  readonly event?: Happening | undefined;
  readonly isFirstContact: boolean;
  readonly facts: Facts;
  /** The flows that have a live run here: triggers of `mode: single` flows among them rest. */
  readonly live?: readonly string[];
  /** Flows that it answers false for are passed over. */
  readonly mayBegin?: (program: Program) => boolean;
  /** The key of the intent that an AI chose; null: none of them; absent: it was not asked. */
  readonly intent?: string | null;
}

export interface RouteMatch {
  readonly program: Program;
  /** The trigger's name, such as `message: kopi`. */
  readonly trigger: string;
  /** The flow's own, else `queue` for what is no message and `restart` for what is. */
  readonly mode: Mode;
  /** Whether the person asked for this flow by a word, a choice or a cart, not by writing at all. */
  readonly isNamed: boolean;
}

/** The flows of a bot: the current revision of each, and those that conversations still rest on. */
export interface FlowSet {
  readonly current: ReadonlyMap<string, Program>;
  /** Whether a voice note may begin any of them. */
  readonly hearsVoice: boolean;
  get(revision: RevisionId): Program | undefined;
  /** Which flow a message starts. Costs the same for ten keywords and ten thousand. */
  match(input: RouteInput): RouteMatch | undefined;
  /**
   * Key → sentence of the intents among which an AI has to choose before `match` can tell; undefined
   * if something else takes the message before, or no intent may.
   */
  intents(input: RouteInput): Readonly<Record<string, string>> | undefined;
}

interface Entry {
  readonly program: Program;
  readonly trigger: Trigger;
  /** Of an intent: what an AI calls it. */
  readonly key: string;
}

/**
 * Makes the set of `programs`; `older` revisions are only found by `get`. Who wins: choice, order,
 * form, ad, exact word, glob, pattern, kind, first contact, intent, outside hours, any, fallback; among equals, the order of file names.
 */
export function createFlowSet(
  programs: readonly Program[],
  older: readonly Program[] = [],
): FlowSet {
  const inOrder = programs.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const byRevision = new Map([...older, ...inOrder].map((program) => [program.revision, program]));
  const index = new Map<string, Entry[]>();
  for (const program of inOrder) {
    for (const trigger of program.triggers) {
      const key = triggerClaim(trigger);
      const entries = index.get(key) ?? [];
      entries.push({ program, trigger, key: intentKey(program, trigger) });
      index.set(key, entries);
    }
  }
  return {
    current: new Map(inOrder.map((program) => [program.flow, program])),
    hearsVoice: inOrder.some(({ hearsVoice, triggers }) => hearsVoice && triggers.length > 0),
    get: (revision) => byRevision.get(revision),
    match: (input) => findMatch(index, input),
    intents: (input) => (index.has(intentClaim) ? findIntents(index, input) : undefined),
  };
}

const intentClaim = "intent";

/** A flow's name, with a number from its second intent on: words that a model can copy. */
function intentKey({ flow, triggers }: Program, trigger: Trigger): string {
  const at = triggers.filter(({ match }) => match.kind === "intent").indexOf(trigger);
  return at > 0 ? `${flow}.${at + 1}` : flow;
}

type Index = ReadonlyMap<string, readonly Entry[]>;

function findMatch(index: Index, input: RouteInput): RouteMatch | undefined {
  for (const claim of claimsOf(input)) {
    const [entry] = fitting(index, claim, input);
    if (entry === undefined) continue;
    const { program, trigger } = entry;
    const mode = program.mode ?? (input.event === undefined ? "restart" : "queue");
    const isNamed = namedKinds.has(trigger.match.kind);
    return { program, trigger: trigger.name, mode, isNamed };
  }
  return undefined;
}

function findIntents(
  index: Index,
  input: RouteInput,
): Readonly<Record<string, string>> | undefined {
  const { message } = input;
  if (message === undefined || messageText(message).trim() === "") return undefined;
  for (const claim of claimsOf({ ...input, intent: "" })) {
    if (claim === intentClaim) return sentencesOf(fitting(index, claim, input));
    const [earlier] = fitting(index, claim, input);
    if (earlier !== undefined) return undefined;
  }
  return undefined;
}

function sentencesOf(entries: Iterable<Entry>): Readonly<Record<string, string>> | undefined {
  const found: (readonly [string, string])[] = [];
  for (const { key, trigger } of entries) {
    if (trigger.match.kind === "intent") found.push([key, trigger.match.intent]);
  }
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** The triggers of a claim that take what came in, in their order. */
function* fitting(index: Index, claim: string, input: RouteInput): Generator<Entry, void, void> {
  const entries = index.get(claim);
  if (entries === undefined) return;
  const { message, event, facts, intent } = input;
  const text = message === undefined ? "" : messageText(message);
  const key = wordKey(text);
  const scopes = new Map<string, Scope>();
  const getScope = ({ reads }: Program) => {
    const kind = reads.join(" ");
    const scope = scopes.get(kind) ?? routeScope(facts, message, event, reads);
    scopes.set(kind, scope);
    return scope;
  };
  for (const entry of entries) {
    const { program, trigger } = entry;
    if (isBusy(program, input)) continue;
    if (claim === intentClaim && typeof intent === "string" && intent !== entry.key) continue;
    if (!fits(trigger, key, text, facts, () => getScope(program))) continue;
    if (input.mayBegin?.(program) !== false) yield entry;
  }
}

/** Whether the flow is not asked: it is at work and wants to be alone, or the schedule is another's. */
function isBusy({ flow, mode }: Program, { event, live }: RouteInput): boolean {
  if (event?.kind === "schedule" && event.data["flow"] !== flow) return true;
  return mode === "single" && live?.includes(flow) === true;
}

/** Triggers by which a person asks for one flow. */
const namedKinds: ReadonlySet<string> = new Set([
  "choice",
  "word",
  "glob",
  "pattern",
  "order",
  "form",
  "ad",
]);

/** What triggers may claim something by that is no message. */
function eventClaims({ kind, name, data }: Happening): readonly string[] {
  switch (kind) {
    case "status":
      return typeof data["status"] === "string" ? [`status ${data["status"]}`] : [];
    case "signal":
      return [`event ${name}`];
    case "schedule":
      return typeof data["schedule"] === "string" ? [`schedule ${data["schedule"]}`] : [];
    default:
      return assertNever(kind, "eventClaims");
  }
}

/** What triggers may claim what came in by, who wins first. */
function claimsOf(input: RouteInput): readonly string[] {
  return input.event === undefined ? messageClaims(input) : eventClaims(input.event);
}

function messageClaims({ message, isFirstContact, facts, intent }: RouteInput): readonly string[] {
  if (message === undefined) return ["number_changed"];
  if (message.kind === "reaction") {
    const { emoji } = message;
    // One that was taken back says nothing to anybody.
    return emoji === undefined ? [] : [`reaction ${emojiKey(emoji)}`, "reaction"];
  }
  if (!isConversational(message)) return [];
  const kind = message.kind === "media" ? message.media.kind : message.kind;
  const key = wordKey(messageText(message));
  return [
    ...(message.kind === "choice" ? [`choice ${message.choice}`] : []),
    ...(message.kind === "order" || message.kind === "form" ? [message.kind] : []),
    ...(message.ad === undefined ? [] : ["ad"]),
    ...(key === "" ? [] : [`word ${key}`, "glob", "pattern"]),
    `kind ${kind}`,
    ...(isFirstContact ? ["first_contact"] : []),
    ...(typeof intent === "string" ? [intentClaim] : []),
    ...(facts.hours.open ? [] : ["outside_hours"]),
    "any",
    "fallback",
  ];
}

function fits(
  { match, channel, when }: Trigger,
  key: string,
  text: string,
  facts: Facts,
  scope: () => Scope,
): boolean {
  if (
    channel !== undefined &&
    channel !== facts.channel.account &&
    channel !== facts.channel.kind
  ) {
    return false;
  }
  if (match.kind === "glob" && !matchesGlob(key, match.pieces)) return false;
  if (match.kind === "pattern" && !match.matches(text.slice(0, maxPatternText))) return false;
  if (when === undefined) return true;
  // A condition that cannot be worked out is not met: another flow may still take the message.
  const verdict = when.value.evaluate(scope());
  return verdict.ok && verdict.value === true;
}

/** How much of a message patterns look at, in UTF-16 units; matching is linear, but not free. */
const maxPatternText = 4_096;

function routeScope(
  facts: Facts,
  message: MessageIn | undefined,
  event: Happening | undefined,
  reads: readonly PersonalFact[],
): Scope {
  return createScope(factNames(facts, facts.contact, grantedOf(facts), message, event, reads), {
    locale: facts.locale,
    timeZone: facts.timeZone,
    nowAt: facts.now,
  });
}
