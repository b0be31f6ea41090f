/** Languages of the pages. */
export const languages = ["en", "id"] as const;
export type Language = (typeof languages)[number];

const english = {
  title: "Simulator",
  skip: "Skip to the chat",
  pages: "Pages",
  simulator: "Simulator",
  language: "Bahasa Indonesia",
  phones: "Phones",
  addPhone: "Add a phone",
  name: "Name",
  phoneNumber: "Phone number",
  hidesNumber: "Hides the number",
  add: "Add",
  chatWith: (bot: string) => `Chat with ${bot}`,
  nothingYet: "Nothing here yet. Say hello.",
  message: "Message",
  send: "Send",
  choose: "Choose",
  sent: "Sent",
  delivered: "Delivered",
  notDelivered: "Not delivered: the bot did not take it",
  template: "Template",
  reply: "Reply",
  quoteNothing: "Quote nothing",
  attach: "More to send",
  file: "File",
  files: {
    image: "Picture",
    video: "Video",
    audio: "Sound",
    document: "Document",
    sticker: "Sticker",
  },
  voiceNote: "Voice note",
  caption: "Caption",
  sendFile: "Send the file",
  latitude: "Latitude",
  longitude: "Longitude",
  sendLocation: "Send the place",
  sendContact: "Send the contact",
  react: (emoji: string) => `React with ${emoji}`,
  call: "Call",
  revoke: "Take the last message back",
  revoked: "(took the last message back)",
  quantity: "How many",
  price: "Price, IDR",
  order: "Order",
  fillIn: "Fill in",
  fillInHow: "One answer a line, as name: value",
  shareNumber: "Share the phone number",
  mayCall: "May call",
  mayNotCall: "May not call",
  notHere: "This page is not here.",
  back: "Back to the simulator",
} as const;

type Worded<Value> = Value extends string
  ? string
  : Value extends (...given: never) => string
    ? Value
    : { readonly [Key in keyof Value]: Worded<Value[Key]> };

export type Words = {
  readonly [Key in keyof typeof english]: Worded<(typeof english)[Key]>;
};

const indonesian: Words = {
  title: "Simulator",
  skip: "Langsung ke percakapan",
  pages: "Halaman",
  simulator: "Simulator",
  language: "English",
  phones: "Ponsel",
  addPhone: "Tambah ponsel",
  name: "Nama",
  phoneNumber: "Nomor telepon",
  hidesNumber: "Sembunyikan nomor",
  add: "Tambah",
  chatWith: (bot) => `Percakapan dengan ${bot}`,
  nothingYet: "Belum ada apa-apa. Sapa dulu.",
  message: "Pesan",
  send: "Kirim",
  choose: "Pilih",
  sent: "Terkirim",
  delivered: "Sampai",
  notDelivered: "Tidak sampai: bot tidak menerimanya",
  template: "Templat",
  reply: "Balas",
  quoteNothing: "Batal membalas",
  attach: "Kirim yang lain",
  file: "Berkas",
  files: {
    image: "Gambar",
    video: "Video",
    audio: "Suara",
    document: "Dokumen",
    sticker: "Stiker",
  },
  voiceNote: "Pesan suara",
  caption: "Keterangan",
  sendFile: "Kirim berkas",
  latitude: "Lintang",
  longitude: "Bujur",
  sendLocation: "Kirim lokasi",
  sendContact: "Kirim kontak",
  react: (emoji) => `Beri reaksi ${emoji}`,
  call: "Telepon",
  revoke: "Tarik pesan terakhir",
  revoked: "(menarik pesan terakhir)",
  quantity: "Jumlah",
  price: "Harga, IDR",
  order: "Pesan",
  fillIn: "Isi",
  fillInHow: "Satu jawaban per baris, sebagai nama: nilai",
  shareNumber: "Bagikan nomor telepon",
  mayCall: "Boleh menelepon",
  mayNotCall: "Tidak boleh menelepon",
  notHere: "Halaman ini tidak ada.",
  back: "Kembali ke simulator",
};

const words: Readonly<Record<Language, Words>> = { en: english, id: indonesian };

/** Every word of the pages in one language. */
export function wordsOf(language: Language): Words {
  return words[language];
}

/** The language that a page is wanted in: the one chosen, else the browser's, else English. */
export function chooseLanguage(chosen: string | undefined, accepted: string | undefined): Language {
  const wanted = chosen ?? accepted?.split(",")[0] ?? "en";
  return languages.find((language) => wanted.toLowerCase().startsWith(language)) ?? "en";
}
