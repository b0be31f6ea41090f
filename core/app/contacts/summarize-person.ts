import type { Json } from "#core/lib/json.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import type { ContactExport } from "#core/model/ports/records.ts";
import type { Reader } from "#core/ops/context.ts";
import { dayText } from "#core/ops/moment-text.ts";

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

/** Labels and values as people read them: as they are kept or, for somebody in a chat, in their words and by their clock. */
export function summaryLines(
  summary: PersonSummary,
  reader?: Reader,
): readonly (readonly [label: string, value: string])[] {
  const words = reader?.language === "id" ? indonesian : {};
  const say = (word: string) => words[word] ?? word;
  const render = (key: string, value: Json) => {
    if (reader === undefined || typeof value !== "string") return renderValue(value, say);
    if (moments.has(key)) return dayText(toMillis(Date.parse(value)), reader.timeZone);
    return key === "spent" ? value.replace("messages", say("messages")) : value;
  };
  return Object.entries(summary).map(
    ([key, value]) => [say(key.replaceAll("_", " ")), render(key, value)] as const,
  );
}

const moments: ReadonlySet<string> = new Set(["known_since", "last_wrote", "stopped"]);

/** What stands in a summary, in Indonesian. */
const indonesian: Readonly<Record<string, string>> = {
  name: "nama",
  username: "nama pengguna",
  language: "bahasa",
  addresses: "alamat",
  "known since": "dikenal sejak",
  "last wrote": "terakhir menulis",
  stopped: "berhenti",
  tags: "label",
  "kept slots": "data tersimpan",
  consents: "izin",
  accounts: "akun",
  "messages in": "pesan masuk",
  "messages out": "pesan keluar",
  runs: "alur",
  files: "berkas",
  "ai calls": "panggilan AI",
  spent: "biaya",
  "known before as": "dulu dikenal sebagai",
  none: "tidak ada",
  yes: "ya",
  no: "tidak",
  told: "diberi tahu",
  messages: "pesan",
};

function renderValue(value: Json, say: (word: string) => string): string {
  const render = (item: Json) => renderValue(item, say);
  if (Array.isArray(value)) return value.length === 0 ? say("none") : value.map(render).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value);
  const isAddress = entries.length === 2 && "kind" in value;
  if (isAddress) return entries.map(([, item]) => render(item)).join(" ");
  if (entries.length === 0) return say("none");
  return entries.map(([key, item]) => `${key}: ${say(render(item))}`).join(", ");
}

function dateOf(at: Millis): string {
  return new Date(at).toISOString();
}
