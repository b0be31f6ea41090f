import type { SlotType } from "#core/flow/compile/slot.ts";
import { formatByteSize } from "#core/lib/byte-size.ts";
import type { MediaKind } from "#core/model/message-out.ts";

/** What the engine itself says to a person: in one place, in English and Indonesian. */
export interface EngineTexts {
  /** Asked with options and no words of its own. */
  readonly chooseOne: string;
  /** The label of the button that opens a list; at most 20 characters on WhatsApp. */
  readonly chooseButton: string;
  /** Below a numbered text on one page. */
  readonly number: string;
  readonly numberOrMore: (page: number, pages: number) => string;
  /** An answer to `choose` that is none of the options. */
  readonly notAnOption: string;
  /** An answer to `ask` that is not of the slot's type, or that `validate` refuses. */
  readonly notUnderstood: (type: SlotType | undefined) => string;
  /** The tries are used up and the flow has no way of its own to go on. */
  readonly offerHuman: string;
  /** A message without words, where only words can be answered. */
  readonly wordsOnly: string;
  /** Titles of the buttons under a question for consent; at most 20 characters on WhatsApp. */
  readonly yes: string;
  readonly no: string;
  /** An answer to it that is neither. */
  readonly yesOrNo: string;
  /** What a voice note was heard as; the question is whether that is right. */
  readonly heard: (words: string) => string;
  readonly isHeardRight: string;
  /** What was heard is not right. */
  readonly sayAgain: string;
  /** The run failed. */
  readonly sorry: string;
  /** The run failed because a budget does not hold the AI's answer. */
  readonly spent: string;
  /** The AI may not talk about this here. */
  readonly outOfScope: string;
}

/** The texts for a locale: Indonesian for `id`, English for all others. */
export function engineTexts(locale: string): EngineTexts {
  return /^id(-|$)/i.test(locale) ? indonesian : english;
}

/** Words that turn the page of a numbered text, folded; every locale's words work everywhere. */
export const nextPageWords: readonly string[] = ["next", "more", "lagi", "lanjut", "lainnya"];

/** What is wanted instead, by the type of slot. `{bounds}`, `{values}`, `{files}` are the slot's own. */
type Wishes = Readonly<Record<SlotType["kind"], string>>;
type FileWords = Readonly<Record<MediaKind, string>>;

interface BoundWords {
  readonly both: (min: number, max: number) => string;
  readonly least: (min: number) => string;
  readonly most: (max: number) => string;
  readonly size: (size: string) => string;
  readonly files: FileWords;
  readonly or: string;
}

const english: EngineTexts = {
  chooseOne: "Please choose one:",
  chooseButton: "Choose",
  number: "Reply with a number.",
  numberOrMore: (page, pages) =>
    `Reply with a number, or "next" for more. (Page ${page} of ${pages})`,
  notAnOption: "Please choose one of these:",
  notUnderstood: (type) =>
    `Sorry, I didn't get that. ${wish(type, englishWishes, englishBounds)}`.trim(),
  offerHuman:
    "Sorry, I still didn't get that. Write HUMAN to talk to a person, or just write again.",
  wordsOnly: "Please write it in words.",
  yes: "Yes",
  no: "No",
  yesOrNo: "Please answer yes or no.",
  heard: (words) => `I heard: “${words}”.`,
  isHeardRight: "Right?",
  sayAgain: "Sorry! Please say it again, or write it.",
  sorry: "Sorry, something went wrong on our side. Please try again in a moment.",
  spent:
    "Sorry, I have reached my limit for answers like this. Please try again later, or write HUMAN to talk to a person.",
  outOfScope: "Sorry, I can't help with that here. Write HUMAN to talk to a person.",
};

const englishWishes: Wishes = {
  text: "Please answer in words.",
  integer: "Please send a whole number{bounds}.",
  number: "Please send a number{bounds}.",
  boolean: 'Please answer "yes" or "no".',
  date: "Please send a date, like 31/12/2026 or tomorrow.",
  time: "Please send a time, like 15:30.",
  datetime: "Please send a day and a time, like tomorrow 15:30.",
  duration: "Please send how long, like 30 minutes or 2 hours.",
  phone: "Please send a phone number, like +62 812 3456 7890.",
  email: "Please send an email address, like name@example.com.",
  url: "Please send a web address, like https://example.com.",
  enum: "Please send one of these: {values}.",
  media: "Please send {files}{size}.",
  location: "Please share a location: tap the paper clip or +, then Location.",
  contact_card: "Please share a contact: tap the paper clip or +, then Contact.",
  order: "Please pick products from the catalogue and send the cart.",
  list: "Please send them with commas between, like one, two, three.",
  object: "",
};

const englishFiles: FileWords = {
  image: "a photo",
  video: "a video",
  audio: "a voice message",
  document: "a document",
  sticker: "a sticker",
};

const englishBounds: BoundWords = {
  both: (min, max) => ` from ${min} to ${max}`,
  least: (min) => ` of at least ${min}`,
  most: (max) => ` of at most ${max}`,
  size: (size) => `, at most ${size}`,
  files: englishFiles,
  or: " or ",
};

const indonesian: EngineTexts = {
  chooseOne: "Silakan pilih:",
  chooseButton: "Pilih",
  number: "Balas dengan nomornya.",
  numberOrMore: (page, pages) =>
    `Balas dengan nomornya, atau "lagi" untuk pilihan lain. (Halaman ${page} dari ${pages})`,
  notAnOption: "Silakan pilih salah satu:",
  notUnderstood: (type) =>
    `Maaf, saya belum paham. ${wish(type, indonesianWishes, indonesianBounds)}`.trim(),
  offerHuman:
    "Maaf, saya masih belum paham. Tulis ADMIN untuk bicara dengan petugas, atau coba tulis lagi.",
  wordsOnly: "Mohon tulis dengan kata-kata.",
  yes: "Ya",
  no: "Tidak",
  yesOrNo: "Mohon jawab ya atau tidak.",
  heard: (words) => `Saya dengar: “${words}”.`,
  isHeardRight: "Betul?",
  sayAgain: "Maaf! Tolong diucapkan lagi atau ditulis saja, ya.",
  sorry: "Maaf, ada gangguan di pihak kami. Silakan coba sebentar lagi.",
  spent:
    "Maaf, batas saya untuk jawaban seperti ini sudah tercapai. Coba lagi nanti, atau tulis ADMIN untuk bicara dengan petugas.",
  outOfScope:
    "Maaf, saya tidak bisa membantu soal itu di sini. Tulis ADMIN untuk bicara dengan petugas.",
};

const indonesianWishes: Wishes = {
  text: "Mohon jawab dengan kata-kata.",
  integer: "Mohon kirim bilangan bulat{bounds}.",
  number: "Mohon kirim angka{bounds}.",
  boolean: 'Mohon jawab "ya" atau "tidak".',
  date: "Mohon kirim tanggal, misalnya 31/12/2026 atau besok.",
  time: "Mohon kirim jam, misalnya 15.30.",
  datetime: "Mohon kirim hari dan jam, misalnya besok 15.30.",
  duration: "Mohon kirim lamanya, misalnya 30 menit atau 2 jam.",
  phone: "Mohon kirim nomor telepon, misalnya 0812 3456 7890.",
  email: "Mohon kirim alamat email, misalnya nama@contoh.id.",
  url: "Mohon kirim alamat web, misalnya https://contoh.id.",
  enum: "Mohon kirim salah satu: {values}.",
  media: "Mohon kirim {files}{size}.",
  location: "Mohon bagikan lokasi: ketuk penjepit kertas atau +, lalu Lokasi.",
  contact_card: "Mohon bagikan kontak: ketuk penjepit kertas atau +, lalu Kontak.",
  order: "Mohon pilih produk dari katalog lalu kirim keranjangnya.",
  list: "Mohon kirim dengan koma di antaranya, misalnya satu, dua, tiga.",
  object: "",
};

const indonesianFiles: FileWords = {
  image: "foto",
  video: "video",
  audio: "pesan suara",
  document: "dokumen",
  sticker: "stiker",
};

const indonesianBounds: BoundWords = {
  both: (min, max) => ` dari ${min} sampai ${max}`,
  least: (min) => ` minimal ${min}`,
  most: (max) => ` maksimal ${max}`,
  size: (size) => `, paling besar ${size}`,
  files: indonesianFiles,
  or: " atau ",
};

function wish(type: SlotType | undefined, wishes: Wishes, words: BoundWords): string {
  if (type === undefined) return "";
  const isNumber = type.kind === "integer" || type.kind === "number";
  const values = type.kind === "enum" ? type.values.join(", ") : "";
  const range = isNumber ? boundsText(type.min, type.max, words) : "";
  const files = type.kind === "media" ? type.kinds.map((kind) => words.files[kind]) : [];
  return wishes[type.kind]
    .replace("{bounds}", range)
    .replace("{values}", () => values)
    .replace("{files}", files.join(words.or))
    .replace("{size}", sizeText(type, words));
}

function sizeText(type: SlotType, words: BoundWords): string {
  if (type.kind !== "media" || type.maxBytes === undefined) return "";
  return words.size(formatByteSize(type.maxBytes));
}

function boundsText(min: number | undefined, max: number | undefined, words: BoundWords): string {
  if (min !== undefined && max !== undefined) return words.both(min, max);
  if (min !== undefined) return words.least(min);
  return max === undefined ? "" : words.most(max);
}
