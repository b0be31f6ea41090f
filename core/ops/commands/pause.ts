import { defineCommand, nothing } from "#core/ops/command.ts";
import { pausedKey } from "#core/ops/settings-desk.ts";

/** `/pause`: nobody is answered and nothing leaves by itself, until `/resume`. */
export const pause = defineCommand({
  id: "pause",
  words: [{ en: "pause", id: "jeda" }],
  about: { en: "stop answering and sending", id: "berhenti menjawab dan mengirim" },
  role: "operator",
  args: [],
  input: nothing,
  plan(input, { settings, say }) {
    if (settings.overrides().some(({ key }) => key === pausedKey)) {
      const text = say({ en: "The bot is paused already.", id: "Bot sudah dijeda." });
      return Promise.resolve({ kind: "refused", text });
    }
    const text = say({
      en: "The bot will answer nobody. What it was about to send waits. STOP and the way to a person keep working.",
      id: "Bot tidak akan menjawab siapa pun. Pesan yang akan dikirim menunggu. BERHENTI dan jalan ke petugas tetap bekerja.",
    });
    return Promise.resolve({ kind: "plan", text, input });
  },
  change(_, { say }) {
    return Promise.resolve({
      text: say({
        en: "Paused. /resume lets it go on.",
        id: "Dijeda. /lanjut membuatnya bekerja lagi.",
      }),
      settings: [{ key: pausedKey, value: "yes" }],
      undo: [{ key: pausedKey }],
    });
  },
});

/** `/resume`: the bot works again; what waited leaves, where it still may. */
export const resume = defineCommand({
  id: "resume",
  words: [{ en: "resume", id: "lanjut" }],
  about: { en: "answer and send again", id: "menjawab dan mengirim lagi" },
  role: "operator",
  args: [],
  input: nothing,
  async plan(input, { settings, stats, say }) {
    if (settings.overrides().every(({ key }) => key !== pausedKey)) {
      return {
        kind: "refused",
        text: say({ en: "The bot is not paused.", id: "Bot tidak dijeda." }),
      };
    }
    const { queuedSends } = await stats();
    const text = say({
      en: `The bot will answer again, and ${queuedSends} messages that waited leave where they still may.`,
      id: `Bot akan menjawab lagi, dan ${queuedSends} pesan yang menunggu dikirim bila masih boleh.`,
    });
    return { kind: "plan", text, input };
  },
  change(_, { say }) {
    return Promise.resolve({
      text: say({ en: "The bot works again.", id: "Bot bekerja lagi." }),
      settings: [{ key: pausedKey }],
      undo: [{ key: pausedKey, value: "yes" }],
    });
  },
});
