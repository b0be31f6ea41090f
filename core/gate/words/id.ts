import type { LanguageWords } from "./interrupt-words.ts";

export const indonesian: LanguageWords = {
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
  data: ["data saya", "lihat data saya", "minta data saya", "unduh data saya", "dataku"],
  erase: ["hapus data saya", "hapus dataku", "hapus semua data saya", "lupakan saya"],
  yes: ["ya", "iya", "ya hapus", "iya hapus", "ya setuju"],
  no: ["tidak", "tdk", "ga", "gak", "nggak", "jangan", "jangan dihapus"],
};
