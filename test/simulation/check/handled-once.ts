import type { StoredEvent } from "#core/model/event.ts";
import type { Check, Report, WorldEnd } from "./check.ts";

/**
 * I1: every message that was answered 200 ends done, ignored or dead, once; and no message is
 * answered by two different sends.
 */
export function createHandledOnceCheck(report: Report): Check {
  const acknowledged = new Map<string, string>();
  const marked = new Map<string, string>();
  const markedMessages = new Set<string>();
  const answers = new Map<string, string>();

  function mark(event: StoredEvent, who: string): void {
    if (marked.has(event.id)) report("I1", `event ${event.id} was handled twice`, who);
    marked.set(event.id, who);
    if (event.body.kind !== "message") return;
    const wamid = event.body.message.id;
    if (markedMessages.has(wamid)) report("I1", `message ${wamid} was handled twice`, who);
    markedMessages.add(wamid);
  }

  function answer(who: string, text: string, outbox: string): void {
    const word = /You said echo (w\d+w)/.exec(text)?.[1];
    if (word === undefined) return;
    const other = answers.get(word);
    if (other !== undefined && other !== outbox) {
      report("I1", `"${word}" was answered by two sends, ${other} and ${outbox}`, who);
    }
    answers.set(word, outbox);
  }

  function atEnd({ events }: WorldEnd): void {
    const kept = new Set<string>();
    for (const { body, state } of events) {
      if (body.kind !== "message") continue;
      if (kept.has(body.message.id)) report("I1", `message ${body.message.id} is stored twice`);
      kept.add(body.message.id);
      if (state === "pending") report("I1", `message ${body.message.id} is still pending`);
    }
    for (const [wamid, who] of acknowledged) {
      if (!kept.has(wamid)) report("I1", `message ${wamid} was answered 200 and is lost`, who);
      else if (!markedMessages.has(wamid)) report("I1", `message ${wamid} was never handled`, who);
    }
  }

  return {
    on: {
      "message-delivered": ({ who, wamid, status }) => {
        if (status === 200) acknowledged.set(wamid, who);
      },
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
