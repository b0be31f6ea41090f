import { BotError } from "#core/lib/bot-error.ts";
import { type ContactId, contactId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Conversation } from "#core/model/conversation.ts";
import type { EventRecord, Records, SendRecord } from "#core/model/ports/records.ts";
import type { Run } from "#core/model/run.ts";

/** How many conversations are looked at for the newest one. */
const maxConversations = 10_000;
/** Most that is read of one conversation: more is no test any more. */
const maxRows = 1_000;

/** What is known of one conversation; lists are newest first. */
export interface Recording {
  readonly contact: Contact;
  readonly events: readonly EventRecord[];
  readonly sends: readonly SendRecord[];
  readonly runs: readonly Run[];
}

/**
 * Reads the conversation of a contact, or of whoever wrote last, from a moment on. Throws `USE_WRONG`
 * if there is none.
 */
export async function findConversation(
  records: Records,
  contactName: string | undefined,
  sinceAt: Millis | undefined,
): Promise<Recording> {
  const wanted = contactName === undefined ? undefined : contactId(contactName);
  const conversation = await findNewest(records, wanted);
  const contact = conversation && (await records.contact(conversation.contact));
  if (conversation === undefined || contact === undefined) {
    const who = contactName === undefined ? "" : ` with contact ${contactName}`;
    throw new BotError("USE_WRONG", `there is no conversation${who} in this data folder`, {
      hint: "Talk to the bot first (sapa dev), or name the folder of its data: --data.",
    });
  }
  const filter = { conversation: conversation.id, limit: maxRows };
  const from = sinceAt ?? 0;
  const events = await records.events(filter);
  const sends = await records.sends(filter);
  return {
    contact,
    events: events.filter(({ receivedAt }) => receivedAt >= from),
    sends: sends.filter(({ queuedAt }) => queuedAt >= from),
    runs: await records.runs(conversation.id),
  };
}

async function findNewest(
  records: Records,
  wanted: ContactId | undefined,
): Promise<Conversation | undefined> {
  const all = await records.conversations(maxConversations);
  const fitting = all.filter(({ contact }) => wanted === undefined || contact === wanted);
  const lastAt = ({ lastInboundAt, createdAt }: Conversation) => lastInboundAt ?? createdAt;
  return fitting.toSorted((a, b) => lastAt(b) - lastAt(a))[0];
}
