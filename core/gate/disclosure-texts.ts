import { spanText } from "#core/lib/span-text.ts";

/** What is said of who answers and of who reads along; all of it stands in bot.yaml. */
export interface DisclosureFacts {
  readonly bot: string;
  /** Who runs it: firm and town. */
  readonly operator: string | undefined;
  /** Where messages are kept, in words. */
  readonly storedIn: string | undefined;
  readonly keepsMs: number;
  /** Who gets what the person writes, to answer it; `here`: they stay on this machine. */
  readonly providers: readonly AiRecipient[];
  /** Whether a person of ours can be asked for. */
  readonly hasHuman: boolean;
  /** Where all of it can be read at length. */
  readonly more: string | undefined;
}

export interface AiRecipient {
  readonly name: string;
  readonly place: "here" | { readonly country: string | undefined };
}

/**
 * What everybody is told with the first answer: who runs the bot, that a machine answers (EU AI Act,
 * article 50), who keeps and who gets their words, and how to stop, reach a person, see or delete
 * what is kept. Short enough for one message; Indonesian for `id` and `ms`, English for all others.
 */
export function disclosureText(facts: DisclosureFacts, locale: string): string {
  const words = wordsOf(locale);
  const lines = [
    words.machine(facts.bot, facts.operator),
    [words.kept(facts.storedIn, spanText(facts.keepsMs, locale)), ...sharing(facts, words)].join(
      " ",
    ),
    words.ways(facts.hasHuman),
    ...(facts.more === undefined ? [] : [words.more(facts.more)]),
  ];
  return lines.join("\n");
}

/** What is asked where a purpose needs a yes; `about` is what the yes is for, in the bot's words. */
export function consentQuestion(
  facts: DisclosureFacts,
  about: string,
  expiresMs: number | undefined,
  locale: string,
): string {
  const words = wordsOf(locale);
  const rest = [
    words.kept(facts.storedIn, spanText(facts.keepsMs, locale)),
    ...sharing(facts, words),
    ...(expiresMs === undefined ? [] : [words.lasts(spanText(expiresMs, locale))]),
    words.takeBack,
  ];
  return `${words.ask(facts.operator ?? facts.bot, about)}\n\n${rest.join(" ")}`;
}

function sharing({ providers }: DisclosureFacts, words: Words): string[] {
  const names: string[] = [];
  for (const { name, place } of providers) {
    if (place === "here") continue;
    names.push(place.country === undefined ? name : `${name} (${place.country})`);
  }
  if (names.length > 0) return [words.leaves(names.join(", "))];
  return providers.length > 0 ? [words.stays] : [];
}

interface Words {
  readonly machine: (bot: string, operator: string | undefined) => string;
  readonly kept: (where: string | undefined, span: string) => string;
  readonly leaves: (names: string) => string;
  readonly stays: string;
  readonly ways: (hasHuman: boolean) => string;
  readonly more: (address: string) => string;
  readonly ask: (operator: string, about: string) => string;
  readonly lasts: (span: string) => string;
  readonly takeBack: string;
}

const english: Words = {
  machine: (bot, operator) =>
    `${bot} is an automated assistant${operator === undefined ? "" : ` of ${operator}`}: a machine answers here.`,
  kept: (where, span) =>
    `Your messages are kept ${where === undefined ? "on our server" : `in ${where}`} for up to ${span}.`,
  leaves: (names) => `To answer, an AI outside our server may read them: ${names}.`,
  stays: "The AI that reads them runs on our own server; they do not leave it.",
  ways: (hasHuman) =>
    hasHuman
      ? "Write HUMAN for a person, MY DATA or DELETE MY DATA to see or erase what we keep, STOP for no more messages."
      : "Write MY DATA or DELETE MY DATA to see or erase what we keep, STOP for no more messages.",
  more: (address) => `More: ${address}`,
  ask: (operator, about) => `May ${operator} send you ${about} here?`,
  lasts: (span) => `Your yes lasts ${span}.`,
  takeBack: "You can take it back at any time: write STOP.",
};

const indonesian: Words = {
  machine: (bot, operator) =>
    `${bot} adalah asisten otomatis${operator === undefined ? "" : ` dari ${operator}`}: yang menjawab di sini adalah mesin.`,
  kept: (where, span) => `Pesan Kakak disimpan di ${where ?? "server kami"} paling lama ${span}.`,
  leaves: (names) => `Untuk menjawab, AI di luar server kami bisa membacanya: ${names}.`,
  stays: "AI yang membacanya berjalan di server kami sendiri; pesan tidak keluar dari sana.",
  ways: (hasHuman) =>
    hasHuman
      ? "Tulis ADMIN untuk bicara dengan petugas, DATA SAYA atau HAPUS DATA SAYA untuk melihat atau menghapus yang kami simpan, BERHENTI agar tidak dikirimi pesan lagi."
      : "Tulis DATA SAYA atau HAPUS DATA SAYA untuk melihat atau menghapus yang kami simpan, BERHENTI agar tidak dikirimi pesan lagi.",
  more: (address) => `Selengkapnya: ${address}`,
  ask: (operator, about) => `Bolehkah ${operator} mengirim ${about} kepada Kakak di sini?`,
  lasts: (span) => `Izin ini berlaku ${span}.`,
  takeBack: "Izin bisa dicabut kapan saja: tulis BERHENTI.",
};

function wordsOf(locale: string): Words {
  return /^(?:id|ms)(?:-|$)/i.test(locale) ? indonesian : english;
}
