import type { ContactExport } from "#core/model/ports/records.ts";

interface Labels {
  readonly title: string;
  readonly none: string;
  readonly name: string;
  readonly username: string;
  readonly addresses: string;
  readonly knownSince: string;
  readonly lastWrote: string;
  readonly stoppedAt: string;
  readonly yours: string;
  readonly ours: string;
  readonly kept: string;
  readonly tags: string;
  readonly files: string;
  readonly ai: string;
  readonly consents: string;
  readonly answers: Readonly<Record<"yes" | "no" | "told", string>>;
}

const english: Labels = {
  title: "What we keep of you:",
  none: "none",
  name: "name",
  username: "user name",
  addresses: "numbers and ids",
  knownSince: "known since",
  lastWrote: "last message of yours",
  stoppedAt: "STOP since",
  yours: "messages of yours",
  ours: "messages of ours",
  kept: "answers we remember",
  tags: "marks",
  files: "files of yours",
  ai: "answers made by AI",
  consents: "what you agreed to",
  answers: { yes: "yes", no: "no", told: "told" },
};

const indonesian: Labels = {
  title: "Data Kakak yang kami simpan:",
  none: "tidak ada",
  name: "nama",
  username: "nama pengguna",
  addresses: "nomor dan id",
  knownSince: "dikenal sejak",
  lastWrote: "pesan terakhir dari Kakak",
  stoppedAt: "BERHENTI sejak",
  yours: "pesan dari Kakak",
  ours: "pesan dari kami",
  kept: "jawaban yang kami ingat",
  tags: "tanda",
  files: "file dari Kakak",
  ai: "jawaban buatan AI",
  consents: "persetujuan",
  answers: { yes: "ya", no: "tidak", told: "diberi tahu" },
};

/**
 * What is kept of a person, for themselves to read in the chat: how much of everything there is, and what
 * was made of it. Every word of it stands in the file that goes with it.
 */
export function ownDataText(person: ContactExport, locale: string, timeZone: string): string {
  const isIndonesian = /^(?:id|ms)(?:-|$)/i.test(locale);
  const labels = isIndonesian ? indonesian : english;
  const style = { dateStyle: "medium", timeStyle: "short", timeZone } as const;
  const dates = new Intl.DateTimeFormat(isIndonesian ? "id" : "en", style);
  const { contact, conversations, events, sends, media, aiUsage } = person;
  const lastAt = Math.max(0, ...conversations.map(({ lastInboundAt }) => lastInboundAt ?? 0));
  const list = (items: readonly string[]) => (items.length === 0 ? labels.none : items.join(", "));
  const rows: readonly (readonly [label: string, value: string | undefined])[] = [
    [labels.name, contact.name],
    [labels.username, contact.username],
    [labels.addresses, list(contact.addresses.map(({ value }) => value))],
    [labels.knownSince, dates.format(contact.createdAt)],
    [labels.lastWrote, lastAt === 0 ? undefined : dates.format(lastAt)],
    [
      labels.stoppedAt,
      contact.stoppedAt === undefined ? undefined : dates.format(contact.stoppedAt),
    ],
    [labels.yours, String(events.filter(({ body }) => body.kind === "message").length)],
    [labels.ours, String(sends.length)],
    [labels.files, String(media.filter(({ state }) => state === "kept").length)],
    [labels.ai, String(aiUsage.length)],
    [labels.kept, list(Object.entries(contact.profile).map(keptSlot))],
    [labels.tags, list(contact.tags)],
    [
      labels.consents,
      list(
        Object.entries(contact.consents ?? {}).map(
          ([purpose, { answer, at }]) =>
            `${purpose}: ${labels.answers[answer]} (${dates.format(at)})`,
        ),
      ),
    ],
  ];
  const lines = rows.flatMap(([label, value]) =>
    value === undefined ? [] : [`• ${label}: ${value}`],
  );
  return [labels.title, ...lines].join("\n");
}

function keptSlot([name, value]: readonly [string, unknown]): string {
  return `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}
