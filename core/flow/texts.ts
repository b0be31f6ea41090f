import type { SlotType } from "#core/flow/compile/slot.ts";

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
  /** The run failed. */
  readonly sorry: string;
}

/** The texts for a locale: Indonesian for `id`, English for all others. */
export function engineTexts(locale: string): EngineTexts {
  return /^id(-|$)/i.test(locale) ? indonesian : english;
}

/** Words that turn the page of a numbered text, folded; every locale's words work everywhere. */
export const nextPageWords: readonly string[] = ["next", "more", "lagi", "lanjut", "lainnya"];

const english: EngineTexts = {
  chooseOne: "Please choose one:",
  chooseButton: "Choose",
  number: "Reply with a number.",
  numberOrMore: (page, pages) =>
    `Reply with a number, or "next" for more. (Page ${page} of ${pages})`,
  notAnOption: "Please choose one of these:",
  notUnderstood: (type) => `Sorry, I didn't get that. ${wantedInEnglish(type)}`.trim(),
  offerHuman:
    'Sorry, I still didn\'t get that. Send "human" to talk to a person, or just write again.',
  sorry: "Sorry, something went wrong on our side. Please try again in a moment.",
};

const indonesian: EngineTexts = {
  chooseOne: "Silakan pilih:",
  chooseButton: "Pilih",
  number: "Balas dengan nomornya.",
  numberOrMore: (page, pages) =>
    `Balas dengan nomornya, atau "lagi" untuk pilihan lain. (Halaman ${page} dari ${pages})`,
  notAnOption: "Silakan pilih salah satu:",
  notUnderstood: (type) => `Maaf, saya belum paham. ${wantedInIndonesian(type)}`.trim(),
  offerHuman:
    'Maaf, saya masih belum paham. Kirim "manusia" untuk bicara dengan petugas, atau tulis lagi saja.',
  sorry: "Maaf, ada gangguan di pihak kami. Silakan coba lagi sebentar lagi.",
};

function wantedInEnglish(type: SlotType | undefined): string {
  switch (type?.kind) {
    case "integer":
      return `Please send a whole number${bounds(type, "from", "to", "at least", "at most")}.`;
    case "number":
      return `Please send a number${bounds(type, "from", "to", "at least", "at most")}.`;
    case "boolean":
      return 'Please answer "yes" or "no".';
    case "date":
      return "Please send a date, like 31/12/2026 or tomorrow.";
    case "time":
      return "Please send a time, like 15:30.";
    case "datetime":
      return "Please send a day and a time, like tomorrow 15:30.";
    case "duration":
      return "Please send how long, like 30 minutes or 2 hours.";
    case "phone":
      return "Please send a phone number, like +62 812 3456 7890.";
    case "email":
      return "Please send an email address, like name@example.com.";
    case "url":
      return "Please send a web address, like https://example.com.";
    case "enum":
      return `Please send one of these: ${type.values.join(", ")}.`;
    case "text":
      return `Please answer in text${bounds(type, "of", "to", "of at least", "of at most")}${
        type.min === undefined && type.max === undefined ? "" : " characters"
      }.`;
    default:
      return "";
  }
}

function wantedInIndonesian(type: SlotType | undefined): string {
  switch (type?.kind) {
    case "integer":
      return `Mohon kirim bilangan bulat${bounds(type, "dari", "sampai", "minimal", "maksimal")}.`;
    case "number":
      return `Mohon kirim angka${bounds(type, "dari", "sampai", "minimal", "maksimal")}.`;
    case "boolean":
      return 'Mohon jawab "ya" atau "tidak".';
    case "date":
      return "Mohon kirim tanggal, misalnya 31/12/2026 atau besok.";
    case "time":
      return "Mohon kirim jam, misalnya 15.30.";
    case "datetime":
      return "Mohon kirim hari dan jam, misalnya besok 15.30.";
    case "duration":
      return "Mohon kirim lamanya, misalnya 30 menit atau 2 jam.";
    case "phone":
      return "Mohon kirim nomor telepon, misalnya 0812 3456 7890.";
    case "email":
      return "Mohon kirim alamat email, misalnya nama@contoh.id.";
    case "url":
      return "Mohon kirim alamat web, misalnya https://contoh.id.";
    case "enum":
      return `Mohon kirim salah satu: ${type.values.join(", ")}.`;
    case "text":
      return `Mohon jawab dengan teks${bounds(type, "dari", "sampai", "minimal", "maksimal")}${
        type.min === undefined && type.max === undefined ? "" : " huruf"
      }.`;
    default:
      return "";
  }
}

interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

function bounds({ min, max }: Bounds, from: string, to: string, least: string, most: string) {
  if (min !== undefined && max !== undefined) return ` ${from} ${min} ${to} ${max}`;
  if (min !== undefined) return ` ${least} ${min}`;
  return max === undefined ? "" : ` ${most} ${max}`;
}
