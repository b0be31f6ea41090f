/** What the chat itself says to the person at the keyboard. */
export interface ChatTexts {
  readonly welcome: (bot: string) => string;
  readonly help: string;
  readonly unknownCommand: (command: string) => string;
  readonly passed: (duration: string, clock: string) => string;
  readonly silence: string;
  readonly bye: string;
}

const english: ChatTexts = {
  welcome: (bot) =>
    `You are talking to ${bot} on a phone of this machine: nothing goes to WhatsApp.`,
  help: [
    "Write as you would on the phone. A number or a title taps an option of the last message.",
    "  /tap TITLE     taps an option of an earlier message",
    "  /react 👍      reacts to the last message",
    "  /after 25h     lets time pass",
    "  /help  /quit",
  ].join("\n"),
  unknownCommand: (command) => `There is no ${command}. Write /help.`,
  passed: (duration, clock) => `${duration} later: ${clock}`,
  silence: "(no answer)",
  bye: "Bye.",
};

const indonesian: ChatTexts = {
  welcome: (bot) => `Ini obrolan dengan ${bot} di mesin ini: tidak ada yang dikirim ke WhatsApp.`,
  help: [
    "Tulis seperti di ponsel. Nomor atau judul menekan pilihan dari pesan terakhir.",
    "  /tap JUDUL     menekan pilihan dari pesan sebelumnya",
    "  /react 👍      memberi reaksi pada pesan terakhir",
    "  /after 25h     memajukan waktu",
    "  /help  /quit",
  ].join("\n"),
  unknownCommand: (command) => `Tidak ada ${command}. Tulis /help.`,
  passed: (duration, clock) => `${duration} kemudian: ${clock}`,
  silence: "(tidak ada jawaban)",
  bye: "Sampai jumpa.",
};

/** The words for a BCP 47 language: Indonesian, else English. */
export function chatTexts(language: string): ChatTexts {
  return language.toLowerCase().split("-")[0] === "id" ? indonesian : english;
}
