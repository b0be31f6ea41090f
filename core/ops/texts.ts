import type { Caller } from "./context.ts";
import type { Language } from "./language.ts";
import type { Role } from "./role.ts";

/** What is said about commands, whichever it is. */
export interface OpsTexts {
  readonly openQuote: string;
  readonly unknown: (word: string, near: readonly string[]) => string;
  readonly needsRole: (needed: Role, own: Role) => string;
  readonly missing: (names: readonly string[], usage: string) => string;
  readonly noArgument: (name: string, near: string | undefined, usage: string) => string;
  readonly tooMany: (word: string, usage: string) => string;
  /** How what was asked for is said yes to: in chat, and at a shell. */
  readonly confirm: Readonly<Record<Caller["via"], (code: string, minutes: number) => string>>;
  readonly nothingPending: string;
  readonly wrongCode: string;
  readonly tooManyCodes: string;
  readonly expired: string;
  readonly dropped: string;
}

const english: OpsTexts = {
  openQuote: "A quote is never closed.",
  unknown: (word, near) =>
    near.length === 0
      ? `There is no command /${word}. /help lists them.`
      : `There is no such command. Did you mean:\n${near.join("\n")}`,
  needsRole: (needed, own) => `That needs the role ${needed}; yours is ${own}.`,
  missing: (names, usage) => `Missing: ${names.join(", ")}. Write:\n${usage}`,
  noArgument: (name, near, usage) =>
    `There is no "${name}="${near === undefined ? "" : `; did you mean "${near}="?`} Write:\n${usage}`,
  tooMany: (word, usage) =>
    `"${word}" is one word too many; put several words into "quotes". Write:\n${usage}`,
  confirm: {
    chat: (code, minutes) => `Write /yes ${code} within ${minutes} minutes to do it, or /no.`,
    shell: (code, minutes) =>
      `Nothing was done yet: sapa ops yes ${code} does it within ${minutes} minutes; --yes, at once.`,
  },
  nothingPending: "Nothing waits for a code.",
  wrongCode: "That is not the code. Nothing was done; it still waits.",
  tooManyCodes: "That is not the code either. Nothing was done: write the command again.",
  expired: "That code is too old. Nothing was done: write the command again.",
  dropped: "Left undone.",
};

const indonesian: OpsTexts = {
  openQuote: "Ada tanda kutip yang belum ditutup.",
  unknown: (word, near) =>
    near.length === 0
      ? `Tidak ada perintah /${word}. Daftarnya: /bantuan`
      : `Tidak ada perintah itu. Maksudnya:\n${near.join("\n")}`,
  needsRole: (needed, own) => `Perlu peran ${needed}; peran Anda ${own}.`,
  missing: (names, usage) => `Belum ada: ${names.join(", ")}. Tulis:\n${usage}`,
  noArgument: (name, near, usage) =>
    `Tidak ada "${name}="${near === undefined ? "" : `; maksudnya "${near}="?`} Tulis:\n${usage}`,
  tooMany: (word, usage) =>
    `"${word}" kelebihan satu kata; tulis beberapa kata dalam "tanda kutip". Tulis:\n${usage}`,
  confirm: {
    chat: (code, minutes) =>
      `Tulis /ya ${code} dalam ${minutes} menit untuk melakukannya, atau /tidak.`,
    shell: (code, minutes) =>
      `Belum dilakukan: sapa ops ya ${code} melakukannya dalam ${minutes} menit; --yes, langsung.`,
  },
  nothingPending: "Tidak ada yang menunggu kode.",
  wrongCode: "Bukan itu kodenya. Tidak ada yang dilakukan; perintahnya masih menunggu.",
  tooManyCodes: "Itu juga bukan kodenya. Tidak ada yang dilakukan: tulis perintahnya lagi.",
  expired: "Kode itu sudah kedaluwarsa. Tidak ada yang dilakukan: tulis perintahnya lagi.",
  dropped: "Tidak jadi dilakukan.",
};

export function opsTexts(language: Language): OpsTexts {
  return language === "id" ? indonesian : english;
}
