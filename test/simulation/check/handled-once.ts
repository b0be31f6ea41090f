import type { EventState, StoredEvent } from "#core/model/event.ts";
import type { Observation } from "#test/simulation/world/observation.ts";
import { type Traffic, traffic } from "#test/simulation/world/traffic.ts";
import type { Check, Report, WorldEnd } from "./check.ts";
import { keyOfEvent } from "./key-of-event.ts";

/** Something that was told, once or at several times, in the same words. */
interface Told {
  readonly kind: Traffic;
  readonly who: string | undefined;
  /** Ids under which it was told at all, and answered 200. */
  readonly ids: Set<string>;
  readonly acknowledged: Set<string>;
}

/** Events that the runtime makes itself. */
const own: ReadonlySet<string> = new Set([
  "timer",
  "result",
  "operator",
  "status",
  "signal",
  "schedule",
]);
const ends: ReadonlySet<EventState> = new Set(["done", "ignored", "dead"]);

/**
 * I1: all that was answered 200 is kept as the kind of event that it is and ends done, ignored or
 * dead, once; nothing else is kept; and no message is answered by two different sends.
 */
export function createHandledOnceCheck(report: Report): Check {
  const told = new Map<string, Told>();
  /** The vendor's id → what was told under it. */
  const kinds = new Map<string, Traffic>();
  const marked = new Set<string>();
  const markedMessages = new Set<string>();
  const answers = new Map<string, string>();

  function hear({ item, who, status }: Observation<"told">): void {
    const known = told.get(item.text) ?? newTold(item.kind, who);
    told.set(item.text, known);
    known.ids.add(item.id);
    kinds.set(item.id, item.kind);
    if (status === 200) known.acknowledged.add(item.id);
  }

  function mark({ id, body }: StoredEvent, who: string): void {
    if (marked.has(id)) report("I1", `event ${id} was handled twice`, who);
    marked.add(id);
    if (body.kind !== "message") return;
    const wamid = body.message.id;
    if (markedMessages.has(wamid)) report("I1", `message ${wamid} was handled twice`, who);
    markedMessages.add(wamid);
    const kind = kinds.get(wamid);
    if (kind !== undefined && traffic[kind].becomes !== "message") {
      report("I1", `"${kind}" ${wamid} was handled as a message`, who);
    }
  }

  function answer(who: string, text: string, outbox: string): void {
    const word = /^Re: .*?(w\d+w)/.exec(text)?.[1];
    if (word === undefined) return;
    const other = answers.get(word);
    if (other !== undefined && other !== outbox) {
      report("I1", `"${word}" was answered by two sends, ${other} and ${outbox}`, who);
    }
    answers.set(word, outbox);
  }

  function atEnd({ events }: WorldEnd): void {
    const kept = new Map<string, number>();
    for (const { id, body, state, raw, conversation } of events) {
      const key = keyOfEvent(body, raw) ?? "";
      const item = told.get(key);
      if (item === undefined) {
        if (!own.has(body.kind)) report("I1", `a ${body.kind} is kept that nobody told: ${key}`);
        continue;
      }
      kept.set(key, (kept.get(key) ?? 0) + 1);
      const name = `"${item.kind}" ${id}`;
      const wanted = traffic[item.kind].becomes;
      if (body.kind !== wanted) report("I1", `${name} is kept as ${body.kind}`, item.who);
      if (!ends.has(state)) report("I1", `${name} is still ${state}`, item.who);
      if (conversation !== undefined && !marked.has(id)) {
        report("I1", `${name} was never handled`, item.who);
      }
    }
    for (const [key, { kind, who, ids, acknowledged }] of told) {
      const count = kept.get(key) ?? 0;
      if (count < acknowledged.size)
        report("I1", `"${kind}" was answered 200 and is lost: ${key}`, who);
      if (count > ids.size) report("I1", `"${kind}" is kept ${count} times: ${key}`, who);
    }
  }

  return {
    on: {
      told: hear,
      taken: ({ who, post }) => answer(who, post.text, post.outbox),
      committed: ({ who, claim, plan }) => {
        for (const { event: id } of plan.marks) {
          const event = claim.events.find((item) => item.id === id);
          if (event !== undefined) mark(event, who);
        }
      },
    },
    atEnd,
  };
}

function newTold(kind: Traffic, who: string | undefined): Told {
  return { kind, who, ids: new Set(), acknowledged: new Set() };
}
