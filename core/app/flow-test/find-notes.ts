import type { ConversationId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type { Records, SendRecord } from "#core/model/ports/records.ts";

/** More than one test ever makes. */
const limit = 1_000;

/**
 * What the person does not see and the author of a test has to know: messages that did not go out
 * and why, runs that failed, events that were parked. Each is told once; `told` remembers.
 */
export async function findNotes(
  records: Records,
  conversation: ConversationId,
  told: Set<string>,
): Promise<readonly string[]> {
  const notes = new Map<string, string>();
  for (const send of await records.sends({ conversation, limit })) {
    const note = describeSend(send);
    if (note !== undefined) notes.set(`send:${send.id}`, note);
  }
  for (const event of await records.events({ conversation, state: "dead", limit })) {
    notes.set(`event:${event.id}`, `not handled: ${event.reason ?? "no reason is kept"}`);
  }
  const history = await records.history(conversation, limit);
  for (const [index, entry] of history.toReversed().entries()) {
    if (entry.what !== "flow.run-failed") continue;
    notes.set(`history:${index}`, `the run failed: ${describeData(entry.data)}`);
  }
  const fresh = [...notes].filter(([key]) => !told.has(key));
  for (const [key] of fresh) told.add(key);
  return fresh.map(([, note]) => note);
}

function describeSend(send: SendRecord): string | undefined {
  const isOut = send.state !== "blocked" && send.state !== "failed" && send.state !== "unconfirmed";
  if (isOut) return undefined;
  const why = send.error === undefined ? send.reason : `${send.error.code} ${send.error.meaning}`;
  return `not sent (${why ?? send.state}): ${messageOutText(send.message)}`;
}

function describeData(data: Json | undefined): string {
  return data === undefined ? "no reason is kept" : JSON.stringify(data);
}
