/**
 * What can be asked of the bot in every state. `stop` and `start` act always; the others only while
 * the bot has the conversation.
 */
export const interrupts = ["stop", "start", "help", "human", "cancel", "menu"] as const;
export type Interrupt = (typeof interrupts)[number];

/**
 * Whole messages that ask for an interrupt, folded as by `foldText`, in English and Indonesian.
 * A word stands under one interrupt only (a test holds that).
 */
export const interruptWords: Readonly<Record<Interrupt, readonly string[]>> = {
  stop: [
    "stop",
    "stop all",
    "stopall",
    "unsubscribe",
    "unsub",
    "opt out",
    "optout",
    "stop messages",
    "berhenti",
    "henti",
    "hentikan",
    "stop pesan",
    "jangan kirim lagi",
    "berhenti langganan",
    "berhenti berlangganan",
  ],
  start: ["start", "unstop", "resume", "subscribe", "opt in", "mulai", "mulai lagi", "lanjutkan"],
  help: ["help", "bantuan", "bantu", "tolong", "panduan"],
  human: [
    "human",
    "agent",
    "operator",
    "talk to a human",
    "talk to a person",
    "customer service",
    "manusia",
    "orang",
    "admin",
    "cs",
    "petugas",
    "bicara dengan orang",
    "hubungi admin",
  ],
  cancel: ["cancel", "batal", "batalkan", "ga jadi", "gak jadi", "tidak jadi"],
  menu: ["menu", "main menu", "menu utama"],
};
