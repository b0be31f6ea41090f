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
  notHere: "This page is not here.",
  back: "Back to the simulator",
} as const;

export type Words = {
  readonly [Key in keyof typeof english]: (typeof english)[Key] extends string
    ? string
    : (typeof english)[Key];
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
