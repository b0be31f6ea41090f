import { assertNever } from "#core/lib/assert-never.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { Facts } from "#core/model/facts.ts";
import type { Happening } from "#core/model/happening.ts";
import { isConversational, type MessageIn, messageText } from "#core/model/message-in.ts";
import type { Trigger } from "./compile/trigger.ts";
import { triggerClaim } from "./compile/trigger-claim.ts";
import { emojiKey, matchesGlob, wordKey } from "./compile/word-key.ts";
import { createScope, type Scope } from "./expression/scope.ts";
import type { Mode, Program } from "./program.ts";
import { factNames } from "./run/fact-names.ts";

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
  get(revision: RevisionId): Program | undefined;
  /** Which flow a message starts. Costs the same for ten keywords and ten thousand. */
  match(input: RouteInput): RouteMatch | undefined;
}

interface Entry {
  readonly program: Program;
  readonly trigger: Trigger;
}

/**
 * Makes the set of `programs`; `older` revisions are only found by `get`. Who wins: choice, order,
 * form, ad, exact word, glob, pattern, kind, first contact, outside hours, any, fallback; among equals, the order of file names.
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
      entries.push({ program, trigger });
      index.set(key, entries);
    }
  }
  return {
    current: new Map(inOrder.map((program) => [program.flow, program])),
    get: (revision) => byRevision.get(revision),
    match: (input) => findMatch(index, input),
  };
}

function findMatch(
  index: ReadonlyMap<string, readonly Entry[]>,
  input: RouteInput,
): RouteMatch | undefined {
  const { message, event, facts } = input;
  const text = message === undefined ? "" : messageText(message);
  const key = wordKey(text);
  let scope: Scope | undefined;
  const getScope = () => (scope ??= routeScope(facts, message, event));
  const claims = event === undefined ? claimsOf(message, key, input) : eventClaims(event);
  for (const claim of claims) {
    for (const { program, trigger } of index.get(claim) ?? []) {
      if (isBusy(program, input) || !fits(trigger, key, text, facts, getScope)) continue;
      if (input.mayBegin?.(program) !== false) {
        const mode = program.mode ?? (event === undefined ? "restart" : "queue");
        return {
          program,
          trigger: trigger.name,
          mode,
          isNamed: namedKinds.has(trigger.match.kind),
        };
      }
    }
  }
  return undefined;
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

/** What triggers may claim a message by, who wins first. */
function claimsOf(
  message: MessageIn | undefined,
  key: string,
  { isFirstContact, facts }: RouteInput,
): readonly string[] {
  if (message === undefined) return ["number_changed"];
  if (message.kind === "reaction") {
    const { emoji } = message;
    // One that was taken back says nothing to anybody.
    return emoji === undefined ? [] : [`reaction ${emojiKey(emoji)}`, "reaction"];
  }
  if (!isConversational(message)) return [];
  const kind = message.kind === "media" ? message.media.kind : message.kind;
  return [
    ...(message.kind === "choice" ? [`choice ${message.choice}`] : []),
    ...(message.kind === "order" || message.kind === "form" ? [message.kind] : []),
    ...(message.ad === undefined ? [] : ["ad"]),
    ...(key === "" ? [] : [`word ${key}`, "glob", "pattern"]),
    `kind ${kind}`,
    ...(isFirstContact ? ["first_contact"] : []),
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
): Scope {
  return createScope(factNames(facts, facts.contact, message, event), {
    locale: facts.locale,
    timeZone: facts.timeZone,
    nowAt: facts.now,
  });
}
