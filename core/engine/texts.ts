import { spanText } from "#core/lib/span-text.ts";

/** The runtime's own words to a person, per language. English is the fallback. */
export interface SystemTexts {
  readonly stopped: string;
  readonly started: string;
  readonly resumed: string;
  readonly help: string;
  /** `withinMs`: how soon, if it is known. */
  readonly human: (withinMs: number | undefined) => string;
  readonly cancelled: string;
  readonly nothingToCancel: string;
  readonly noMenu: string;
  readonly tooMany: string;
  /** A flow has begun too often. */
  readonly notAgain: string;
  /** Two machines seem to write to each other. */
  readonly looping: string;
  /** A budget is used up until the next day or month. */
  readonly overBudget: (period: "day" | "month") => string;
  readonly paused: string;
  readonly unsupported: string;
  readonly failed: string;
  /** `most` is the greatest size, as people write it. */
  readonly mediaTooLarge: (most: string) => string;
  readonly mediaWrongType: string;
  readonly mediaLost: string;
  /** Stands under the file with everything that is kept of the person. */
  readonly exportFile: string;
  readonly exportedToday: string;
  readonly exportFailed: string;
  readonly erasureAsk: string;
  readonly erasureLeft: string;
  readonly erased: string;
  readonly voiceNotHeard: string;
  readonly voiceTooLong: string;
}

const english: SystemTexts = {
  stopped: "You will not get any more messages from us. Write START to begin again.",
  started: "Welcome back. You will get our messages again.",
  resumed: "The bot is back. Write MENU to see what I can do.",
  help: [
    "You can write at any time:",
    "• MENU: what I can do",
    "• HUMAN: talk to a person",
    "• CANCEL: end what we are doing",
    "• MY DATA: what we keep of you",
    "• DELETE MY DATA: erase it",
    "• STOP: no more messages",
  ].join("\n"),
  human: (withinMs) =>
    withinMs === undefined
      ? "A person will answer you here. Write START to go back to the bot."
      : `A person will answer you here within ${spanText(withinMs, "en")}. Write START to go back to the bot.`,
  cancelled: "Cancelled. Write MENU to see what I can do.",
  nothingToCancel: "There is nothing to cancel. Write MENU to see what I can do.",
  noMenu: "There is no menu here. Write HELP to see what you can do.",
  tooMany: "That was a lot at once. Please wait a moment before you write again.",
  notAgain: "Sorry, I cannot begin this once more right now. Please try again later.",
  looping:
    "It looks as if two machines are writing to each other here, so I stop answering for a while. Are you a person? Write START, or HUMAN to talk to one of us.",
  overBudget: (period) =>
    period === "day"
      ? "Sorry, I have reached my limit for today and cannot answer any more. Please write again tomorrow."
      : "Sorry, I have reached my limit for this month and cannot answer any more. Please write again next month.",
  paused: "The bot is taking a break. Your message is kept, and a person will read it.",
  unsupported: "I cannot read this kind of message. Please write it as text.",
  failed: "Something went wrong on our side. A person will look at it. Write HUMAN to talk to one.",
  mediaTooLarge: (most) =>
    `Sorry, that file is too large for me: I can take up to ${most}. Please send a smaller one.`,
  mediaWrongType: "Sorry, I cannot open that file. Please send it in another form.",
  mediaLost: "Sorry, I could not get your file. Please send it again.",
  exportFile:
    "Everything that we keep of you, for you and for programs. Your own files are not in it: write HUMAN to get them too.",
  exportedToday: "You got your data today already. You can ask for it again tomorrow.",
  exportFailed:
    "Sorry, I could not gather your data. A person will look at it; write HUMAN to talk to one.",
  erasureAsk:
    "This erases all that we keep of you: messages, answers and files. It cannot be undone. Write YES within 10 minutes to erase it; anything else leaves it as it is.",
  erasureLeft: "Nothing was erased.",
  erased:
    "Your data is being erased now, this conversation too. If you write again, we will not know you.",
  voiceNotHeard: "Sorry, I could not make out your voice note. Please write it instead.",
  voiceTooLong:
    "Sorry, that voice note is too long for me. Please send a shorter one, or write it.",
};

const indonesian: SystemTexts = {
  stopped: "Kakak tidak akan menerima pesan lagi dari kami. Tulis MULAI untuk memulai kembali.",
  started: "Selamat datang kembali. Kakak akan menerima pesan kami lagi.",
  resumed: "Bot sudah kembali. Tulis MENU untuk melihat apa yang bisa saya bantu.",
  help: [
    "Kakak bisa menulis kapan saja:",
    "• MENU: apa yang bisa saya bantu",
    "• ADMIN: bicara dengan petugas",
    "• BATAL: mengakhiri yang sedang berjalan",
    "• DATA SAYA: melihat data Kakak yang kami simpan",
    "• HAPUS DATA SAYA: menghapusnya",
    "• BERHENTI: tidak ada pesan lagi",
  ].join("\n"),
  human: (withinMs) =>
    withinMs === undefined
      ? "Petugas akan menjawab di sini. Tulis MULAI untuk kembali ke bot."
      : `Petugas akan menjawab di sini dalam ${spanText(withinMs, "id")}. Tulis MULAI untuk kembali ke bot.`,
  cancelled: "Dibatalkan. Tulis MENU untuk melihat apa yang bisa saya bantu.",
  nothingToCancel: "Tidak ada yang dibatalkan. Tulis MENU untuk melihat apa yang bisa saya bantu.",
  noMenu: "Tidak ada menu di sini. Tulis BANTUAN untuk melihat yang bisa dilakukan.",
  tooMany: "Pesannya banyak sekaligus. Tunggu sebentar sebelum menulis lagi, ya.",
  notAgain: "Maaf, ini belum bisa dimulai lagi sekarang. Silakan coba lagi nanti, ya.",
  looping:
    "Sepertinya di sini dua mesin saling membalas, jadi saya berhenti menjawab sebentar. Kakak manusia? Tulis MULAI, atau ADMIN untuk bicara dengan petugas.",
  overBudget: (period) =>
    period === "day"
      ? "Maaf, batas saya untuk hari ini sudah tercapai, jadi saya tidak bisa menjawab lagi. Silakan tulis lagi besok, ya."
      : "Maaf, batas saya untuk bulan ini sudah tercapai, jadi saya tidak bisa menjawab lagi. Silakan tulis lagi bulan depan, ya.",
  paused: "Bot sedang istirahat. Pesan Kakak tersimpan dan akan dibaca petugas.",
  unsupported: "Saya tidak bisa membaca jenis pesan ini. Tolong tulis sebagai teks.",
  failed: "Ada yang salah di pihak kami. Petugas akan memeriksanya. Tulis ADMIN untuk bicara.",
  mediaTooLarge: (most) =>
    `Maaf, file itu terlalu besar: saya bisa menerima sampai ${most}. Tolong kirim yang lebih kecil, ya.`,
  mediaWrongType: "Maaf, file itu tidak bisa saya buka. Tolong kirim dalam bentuk lain, ya.",
  mediaLost: "Maaf, file Kakak tidak berhasil saya ambil. Tolong kirim sekali lagi, ya.",
  exportFile:
    "Semua data Kakak yang kami simpan, untuk Kakak dan untuk program. File kiriman Kakak tidak termasuk: tulis ADMIN untuk memintanya.",
  exportedToday: "Data Kakak sudah dikirim hari ini. Besok Kakak bisa memintanya lagi.",
  exportFailed:
    "Maaf, data Kakak tidak berhasil saya kumpulkan. Petugas akan memeriksanya; tulis ADMIN untuk bicara.",
  erasureAsk:
    "Ini menghapus semua data Kakak yang kami simpan: pesan, jawaban, dan file. Tidak bisa dibatalkan. Tulis YA dalam 10 menit untuk menghapus; jawaban lain tidak mengubah apa-apa.",
  erasureLeft: "Tidak ada yang dihapus.",
  erased:
    "Data Kakak sedang dihapus, termasuk percakapan ini. Kalau Kakak menulis lagi, kami tidak mengenali Kakak.",
  voiceNotHeard: "Maaf, pesan suara Kakak belum bisa saya pahami. Tolong ditulis saja, ya.",
  voiceTooLong:
    "Maaf, pesan suaranya terlalu panjang untuk saya. Tolong kirim yang lebih pendek, atau ditulis saja, ya.",
};

/** The words for a BCP 47 language; only its first part counts. */
export function systemTexts(language: string): SystemTexts {
  const first = language.toLowerCase().split("-")[0];
  return first === "id" || first === "ms" ? indonesian : english;
}
