import type { AdmitDenial } from "#core/gate/decide-admit.ts";
import type { Silence } from "#core/gate/decide-intake.ts";
import type { SendDenial } from "#core/gate/decide-send.ts";
import type { StartDenial } from "#core/gate/decide-start.ts";
import { restoredReason } from "#core/model/send.ts";
import type { SystemTexts } from "./texts.ts";

/** Every reason for which what came in is not answered, or what was to go out is held back. */
export type RefusalReason =
  | AdmitDenial
  | Silence
  | StartDenial
  | SendDenial
  | "stale"
  | "looping"
  | "flow-over-limit"
  | "queue-full"
  | "paused"
  | "no-answer"
  | "not-sent-twice"
  | typeof restoredReason;

interface Words {
  readonly en: string;
  readonly id: string;
}

/** A refusal as a person of ours reads it, and what the contact is told of it, if anything. */
export interface Refusal {
  readonly meaning: Words;
  readonly action: Words;
  /** Undefined: the contact is told nothing. */
  readonly told?: (texts: SystemTexts) => string;
  /** When the contact is told. */
  readonly toldWhen?: string;
}

const nothing: Words = { en: "Nothing.", id: "Tidak ada." };
const askAgain: Words = {
  en: "Ask for the purpose with a consent step, or import the yes with its evidence.",
  id: "Minta persetujuan dengan langkah consent, atau impor persetujuan beserta buktinya.",
};
const raiseBudget: Words = {
  en: "Raise limits.budget of bot.yaml, or wait for the next period.",
  id: "Naikkan limits.budget di bot.yaml, atau tunggu periode berikutnya.",
};
const lookAtIt: Words = {
  en: "Ask the person, or look at the account on the network.",
  id: "Tanyakan kepada orangnya, atau periksa akun di jaringan.",
};

/** Kept whole by its type: a reason that the gate learns has to be explained here. */
export const refusals: Readonly<Record<RefusalReason, Refusal>> = {
  blocked: {
    meaning: {
      en: "A person of yours has blocked this person.",
      id: "Orang ini diblokir oleh petugas Anda.",
    },
    action: {
      en: "Nothing; or /contact unblock.",
      id: "Tidak ada; atau /kontak bukablokir.",
    },
  },
  "not-allowed": {
    meaning: {
      en: "This person is not on the list `allow` of bot.yaml.",
      id: "Orang ini tidak ada di daftar `allow` di bot.yaml.",
    },
    action: {
      en: "Nothing; or add the person to allow, or take the list away.",
      id: "Tidak ada; atau tambahkan orangnya ke allow, atau hapus daftarnya.",
    },
  },
  stopped: {
    meaning: { en: "The person said STOP.", id: "Orang ini menulis BERHENTI." },
    action: { en: "Wait for START.", id: "Tunggu sampai orang ini menulis MULAI." },
    told: ({ stopped }) => stopped,
    toldWhen: "once, after STOP",
  },
  started: {
    meaning: {
      en: "The confirmation of a STOP that START has ended since.",
      id: "Konfirmasi BERHENTI yang sudah diakhiri dengan MULAI.",
    },
    action: nothing,
  },
  "over-limit": {
    meaning: {
      en: "The person wrote more than limits.contact of bot.yaml.",
      id: "Orang ini menulis melebihi limits.contact di bot.yaml.",
    },
    action: {
      en: "Nothing; or raise limits.contact, or choose limits.over.",
      id: "Tidak ada; atau naikkan limits.contact, atau pilih limits.over.",
    },
    told: ({ tooMany }) => tooMany,
    toldWhen: "once a minute",
  },
  stale: {
    meaning: {
      en: "The message was older than intake.stale_after when it arrived.",
      id: "Pesan sudah lebih lama dari intake.stale_after ketika tiba.",
    },
    action: { en: "Read it and answer by hand.", id: "Baca dan jawab sendiri." },
  },
  "flow-over-limit": {
    meaning: {
      en: "The flow has begun as often as limits.flows of bot.yaml lets it.",
      id: "Alur ini sudah dimulai sebanyak yang diizinkan limits.flows di bot.yaml.",
    },
    action: {
      en: "Nothing; or raise limits.flows, or choose its over.",
      id: "Tidak ada; atau naikkan limits.flows, atau pilih over-nya.",
    },
    told: ({ notAgain }) => notAgain,
    toldWhen: "once a minute",
  },
  "queue-full": {
    meaning: {
      en: "As many beginnings of the flow as may wait are waiting already.",
      id: "Jumlah awal alur yang boleh menunggu sudah penuh.",
    },
    action: {
      en: "Nothing; or take mode: queue out of the flow.",
      id: "Tidak ada; atau hapus mode: queue dari alur.",
    },
    told: ({ notAgain }) => notAgain,
    toldWhen: "once a minute",
  },
  paused: {
    meaning: {
      en: "The bot is paused: nobody is answered, and what would leave waits.",
      id: "Bot sedang dijeda: tidak ada yang dijawab, dan pesan keluar menunggu.",
    },
    action: { en: "/resume ends the pause.", id: "/lanjut mengakhiri jeda." },
    told: ({ paused }) => paused,
    toldWhen: "once in the pause",
  },
  looping: {
    meaning: {
      en: "Two machines seemed to write to each other: see loop.broken in the history.",
      id: "Sepertinya dua mesin saling membalas: lihat loop.broken di riwayat.",
    },
    action: {
      en: "Nothing: it ends by itself. /contact resume ends it now; limits.loops of bot.yaml says when it begins.",
      id: "Tidak ada: berakhir sendiri. /kontak lanjut mengakhirinya sekarang; limits.loops di bot.yaml mengatur kapan dimulai.",
    },
    told: ({ looping }) => looping,
    toldWhen: "once, when it is noticed",
  },
  "contact-over-budget": {
    meaning: {
      en: "What this person may cost in the period is used up.",
      id: "Anggaran untuk orang ini pada periode ini sudah habis.",
    },
    action: raiseBudget,
    told: ({ overBudget }) => overBudget("day"),
    toldWhen: "once in the period",
  },
  "flow-over-budget": {
    meaning: {
      en: "What this flow may cost in the period is used up.",
      id: "Anggaran alur ini pada periode ini sudah habis.",
    },
    action: raiseBudget,
    told: ({ overBudget }) => overBudget("day"),
    toldWhen: "once in the period",
  },
  "account-over-budget": {
    meaning: {
      en: "What the account may cost in the period is used up.",
      id: "Anggaran akun pada periode ini sudah habis.",
    },
    action: raiseBudget,
    told: ({ overBudget }) => overBudget("month"),
    toldWhen: "once in the period, as long as what is kept back for it lasts",
  },
  "window-closed": {
    meaning: {
      en: "The person's last message is too long ago: only a template may go.",
      id: "Pesan terakhir orang ini sudah terlalu lama: hanya template yang boleh dikirim.",
    },
    action: {
      en: "Send a template, or wait until they write; window_closed of bot.yaml does both.",
      id: "Kirim template, atau tunggu sampai orang ini menulis; window_closed di bot.yaml melakukan keduanya.",
    },
  },
  "owned-by-human": {
    meaning: { en: "A person of yours answers.", id: "Petugas sedang menjawab." },
    action: {
      en: "Give the conversation back when you are done.",
      id: "Kembalikan percakapan jika sudah selesai.",
    },
    told: ({ human }) => human(undefined),
    toldWhen: "once, when the person takes over",
  },
  "owned-by-other": {
    meaning: {
      en: "Another app on the same number answers.",
      id: "Aplikasi lain pada nomor yang sama sedang menjawab.",
    },
    action: nothing,
  },
  "purpose-unknown": {
    meaning: {
      en: "bot.yaml no longer declares the purpose.",
      id: "Tujuan ini tidak ada lagi di bot.yaml.",
    },
    action: {
      en: "Declare it under purposes, or take the flow away.",
      id: "Tulis di bawah purposes, atau hapus flow-nya.",
    },
  },
  "consent-missing": {
    meaning: {
      en: "The person was never asked for this purpose.",
      id: "Orang ini belum pernah dimintai persetujuan untuk tujuan ini.",
    },
    action: askAgain,
  },
  "consent-withdrawn": {
    meaning: { en: "The person said no to this purpose.", id: "Orang ini menolak tujuan ini." },
    action: { en: "Respect it.", id: "Hormati pilihannya." },
  },
  "consent-expired": {
    meaning: {
      en: "The yes is older than the purpose lets it be.",
      id: "Persetujuan sudah melewati masa berlakunya.",
    },
    action: askAgain,
  },
  "consent-outdated": {
    meaning: {
      en: "The yes was given for less than is done today.",
      id: "Persetujuan diberikan untuk hal yang lebih sedikit daripada yang dilakukan sekarang.",
    },
    action: askAgain,
  },
  "template-rejected": {
    meaning: {
      en: "The network has rejected the template.",
      id: "Template ini ditolak oleh jaringan.",
    },
    action: {
      en: "Change it and hand it in again: sapa template plan, then apply.",
      id: "Ubah lalu ajukan lagi: sapa template plan, kemudian apply.",
    },
  },
  "template-paused": {
    meaning: {
      en: "The network has paused the template because people did not like it.",
      id: "Template ini dijeda oleh jaringan karena banyak orang tidak menyukainya.",
    },
    action: {
      en: "Wait until the pause is over (sapa template list), and send it less or make it better.",
      id: "Tunggu sampai jedanya selesai (sapa template list), lalu kurangi kirimannya atau perbaiki isinya.",
    },
  },
  "template-disabled": {
    meaning: {
      en: "The network has disabled the template for good.",
      id: "Template ini dinonaktifkan oleh jaringan untuk seterusnya.",
    },
    action: {
      en: "Make another template, with other words.",
      id: "Buat template lain dengan isi yang berbeda.",
    },
  },
  "no-answer": {
    meaning: {
      en: "Nobody told what became of the message, several times.",
      id: "Beberapa kali tidak ada kabar tentang nasib pesan ini.",
    },
    action: lookAtIt,
  },
  "not-sent-twice": {
    meaning: {
      en: "Nobody told what became of a message that must not go twice.",
      id: "Tidak ada kabar tentang pesan yang tidak boleh terkirim dua kali.",
    },
    action: lookAtIt,
  },
  [restoredReason]: {
    meaning: {
      en: "It waited in a backup that was restored; it may have left since.",
      id: "Pesan ini menunggu di cadangan yang dipulihkan; mungkin sudah terkirim sesudahnya.",
    },
    action: lookAtIt,
  },
};

/** What people read of a reason; undefined for words that are no refusal's. */
export function findRefusal(reason: string): Refusal | undefined {
  return Object.entries(refusals).find(([name]) => name === reason)?.[1];
}
