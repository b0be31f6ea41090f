import type { Json } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { ContactExport } from "#core/model/ports/records.ts";

/** What an operator is shown of a person: who it is and how much there is, never what was said. */
export type PersonSummary = Readonly<Record<string, Json>>;

/** `others`: ids of who lost their last address to this person, and is erased with them. */
export function summarizePerson(
  { contact, conversations, ...lists }: ContactExport,
  others: readonly string[],
): PersonSummary {
  const { id, name, username, language, addresses, tags, profile, consents, stoppedAt } = contact;
  const heard = conversations.map(({ lastInboundAt }) => lastInboundAt ?? 0);
  const lastAt = Math.max(0, ...heard);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(username === undefined ? {} : { username }),
    ...(language === undefined ? {} : { language }),
    addresses: addresses.map(({ kind, value }) => ({ kind, value })),
    known_since: dateOf(contact.createdAt),
    ...(lastAt === 0 ? {} : { last_wrote: new Date(lastAt).toISOString() }),
    ...(stoppedAt === undefined ? {} : { stopped: dateOf(stoppedAt) }),
    tags: [...tags],
    // Values may be sensitive: they are the person's own, and in the export.
    kept_slots: Object.keys(profile),
    consents: Object.fromEntries(
      Object.entries(consents ?? {}).map(([purpose, { answer }]): [string, Json] => [
        purpose,
        answer,
      ]),
    ),
    accounts: conversations.map(({ account }) => account),
    messages_in: lists.events.filter(({ body }) => body.kind === "message").length,
    messages_out: lists.sends.length,
    runs: lists.runs.length,
    files: lists.media.filter(({ state }) => state === "kept").length,
    ai_calls: lists.aiUsage.length,
    spent: spentOf(lists),
    ...(others.length === 0 ? {} : { known_before_as: [...others] }),
  };
}

/** What a person cost so far, as far as it is kept. */
function spentOf({ sends, aiUsage }: Pick<ContactExport, "sends" | "aiUsage">): string {
  const messages = sends.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0);
  const ai = aiUsage.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
  const usd = (amount: number) => (amount / 1_000_000).toFixed(4);
  return `${usd(messages + ai)} USD (messages ${usd(messages)}, AI ${usd(ai)})`;
}

/** The same for a person at a terminal. */
export function renderPerson(summary: PersonSummary): string {
  const width = Math.max(...Object.keys(summary).map((key) => key.length));
  return summaryLines(summary)
    .map(([label, value]) => `${label.padEnd(width)}  ${value}`)
    .join("\n");
}

/** Labels and values as people read them. */
export function summaryLines(
  summary: PersonSummary,
): readonly (readonly [label: string, value: string])[] {
  return Object.entries(summary).map(
    ([key, value]) => [key.replaceAll("_", " "), renderValue(value)] as const,
  );
}

function renderValue(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(renderValue).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value);
  const isAddress = entries.length === 2 && "kind" in value;
  if (isAddress) return entries.map(([, item]) => renderValue(item)).join(" ");
  if (entries.length === 0) return "none";
  return entries.map(([key, item]) => `${key}: ${renderValue(item)}`).join(", ");
}

function dateOf(at: Millis): string {
  return new Date(at).toISOString();
}
