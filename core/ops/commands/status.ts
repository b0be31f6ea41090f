import { defineCommand, nothing } from "#core/ops/command.ts";
import { dayText } from "#core/ops/moment-text.ts";
import { pausedKey } from "#core/ops/settings-desk.ts";

/** `/status`: whether the bot works, and what waits. */
export const status = defineCommand({
  id: "status",
  words: [{ en: "status", id: "status" }],
  about: { en: "is it working, and what waits", id: "apakah bot bekerja, dan apa yang menunggu" },
  role: "viewer",
  args: [],
  input: nothing,
  async look(_, { botName, caller, stats, settings, timeZone, say }) {
    const { pendingEvents, queuedSends, unknownSends, unconfirmedSends, deadEvents, refusal } =
      await stats();
    const pause = settings.overrides().find(({ key }) => key === pausedKey);
    const others = settings.overrides().length - (pause === undefined ? 0 : 1);
    // In a chat, the command itself is one of them.
    const waiting = Math.max(0, pendingEvents - (caller.via === "chat" ? 1 : 0));
    const lines = [
      pause === undefined
        ? say({ en: `${botName} is working.`, id: `${botName} bekerja.` })
        : say({
            en: `${botName} is PAUSED since ${dayText(pause.at, timeZone)}, by ${pause.by}.`,
            id: `${botName} DIJEDA sejak ${dayText(pause.at, timeZone)}, oleh ${pause.by}.`,
          }),
      say({
        en: `Waiting: ${waiting} messages to handle, ${queuedSends} to send.`,
        id: `Menunggu: ${waiting} pesan untuk ditangani, ${queuedSends} untuk dikirim.`,
      }),
    ];
    const unclear = unknownSends + unconfirmedSends;
    if (unclear > 0) {
      lines.push(
        say({
          en: `${unclear} sent without a word from the network whether they arrived.`,
          id: `${unclear} terkirim tanpa kabar dari jaringan apakah sampai.`,
        }),
      );
    }
    if (deadEvents > 0) {
      lines.push(
        say({
          en: `${deadEvents} could not be handled and wait for a person.`,
          id: `${deadEvents} tidak bisa ditangani dan menunggu petugas.`,
        }),
      );
    }
    if (refusal !== undefined) {
      lines.push(
        say({ en: `Nothing is taken in: ${refusal}.`, id: `Tidak menerima pesan: ${refusal}.` }),
      );
    }
    if (others > 0) {
      lines.push(
        say({
          en: `${others} settings differ from bot.yaml: /settings`,
          id: `${others} pengaturan berbeda dari bot.yaml: /pengaturan`,
        }),
      );
    }
    return { text: lines.join("\n") };
  },
});
