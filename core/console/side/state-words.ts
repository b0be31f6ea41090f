import type { AiUsageRecord } from "#core/model/ai-usage.ts";
import type { EventState } from "#core/model/event.ts";
import type { SendState } from "#core/model/send.ts";
import type { Delivery } from "#core/model/status.ts";

/** Everything that an event, a message of the bot's or a question to an AI can have come to. */
type StateWords = Readonly<
  Record<EventState | SendState | Delivery | AiUsageRecord["outcome"], string>
>;

export const stateEnglish: StateWords = {
  pending: "waiting",
  done: "done",
  ignored: "ignored",
  dead: "given up",
  queued: "queued",
  sending: "on its way",
  unknown: "no answer yet",
  accepted: "accepted",
  failed: "failed",
  blocked: "kept back",
  unconfirmed: "never confirmed",
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "played",
  answered: "answered",
  aborted: "broken off",
};

export const stateIndonesian: StateWords = {
  pending: "menunggu",
  done: "selesai",
  ignored: "diabaikan",
  dead: "dihentikan",
  queued: "antre",
  sending: "sedang dikirim",
  unknown: "belum ada jawaban",
  accepted: "diterima jaringan",
  failed: "gagal",
  blocked: "ditahan",
  unconfirmed: "tidak pernah dikonfirmasi",
  sent: "terkirim",
  delivered: "sampai",
  read: "dibaca",
  played: "diputar",
  answered: "dijawab",
  aborted: "terputus",
};
