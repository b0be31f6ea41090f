import type { InterruptWords } from "./interrupt-words.ts";

export const indonesian: InterruptWords = {
  stop: [
    "berhenti",
    "henti",
    "hentikan",
    "stop pesan",
    "jangan kirim lagi",
    "berhenti langganan",
    "berhenti berlangganan",
  ],
  start: ["mulai", "mulai lagi", "lanjutkan"],
  help: ["bantuan", "bantu", "tolong", "panduan"],
  human: ["manusia", "orang", "admin", "petugas", "bicara dengan orang", "hubungi admin"],
  cancel: ["batal", "batalkan", "ga jadi", "gak jadi", "tidak jadi"],
  menu: ["menu utama"],
};
