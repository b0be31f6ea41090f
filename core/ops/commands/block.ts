import { z } from "zod";
import { contactId } from "#core/lib/ids.ts";
import { admittedPurpose, isBlocked } from "#core/model/consent.ts";
import type { Contact } from "#core/model/contact.ts";
import { type Argument, type Command, defineCommand, nothing } from "#core/ops/command.ts";
import type { CommandContext } from "#core/ops/context.ts";
import { findOne } from "#core/ops/find-one.ts";
import type { Words } from "#core/ops/language.ts";
import { dayText } from "#core/ops/moment-text.ts";

const shown = 20;
const most = 10_000;
const head = { en: "contact", id: "kontak" };
const person: Argument = { name: "person", words: { en: "person", id: "orang" } };
const because: Argument = {
  name: "reason",
  words: { en: "reason", id: "alasan" },
  isNamed: true,
  isOptional: true,
};

/** `/contact block`: nothing of the person is answered, and nothing goes to them. */
export const contactBlock = defineBlocking(true, {
  word: { en: "block", id: "blokir" },
  about: { en: "answer a person no more", id: "jangan jawab seseorang lagi" },
  plan: {
    en: "will not be answered any more, and gets nothing from the bot. What is going on with them ends. STOP is still heard.",
    id: "tidak akan dijawab lagi dan tidak menerima apa pun dari bot. Yang sedang berjalan dengannya berakhir. BERHENTI tetap didengar.",
  },
  isSo: { en: "is blocked already.", id: "sudah diblokir." },
  done: { en: "Blocked.", id: "Sudah diblokir." },
});

/** `/contact unblock`: takes a person back. */
export const contactUnblock = defineBlocking(false, {
  word: { en: "unblock", id: "bukablokir" },
  about: { en: "answer a blocked person again", id: "jawab lagi orang yang diblokir" },
  plan: {
    en: "will be answered again. What they said of STOP and consents holds.",
    id: "akan dijawab lagi. BERHENTI dan izin yang pernah dinyatakan tetap berlaku.",
  },
  isSo: { en: "is not blocked.", id: "tidak diblokir." },
  done: { en: "Unblocked.", id: "Blokir dibuka." },
});

/** `/contact blocked`: who is blocked, and since when. */
export const blockedList = defineCommand({
  id: "contact blocked",
  words: [head, { en: "blocked", id: "terblokir" }],
  about: { en: "who is blocked", id: "siapa yang diblokir" },
  role: "operator",
  args: [],
  input: nothing,
  async look(_, { records, timeZone, say }) {
    const people = await records.blocked(most);
    const none = say({ en: "Nobody is blocked.", id: "Tidak ada yang diblokir." });
    if (people.length === 0) return { text: none };
    const lines = people.slice(0, shown).map((one) => {
      const at = one.consents?.[admittedPurpose]?.at;
      const since = at === undefined ? "" : ` (${dayText(at, timeZone)})`;
      return `• ${one.name ?? ""} ${one.id}${since}`.replace("•  ", "• ");
    });
    const rest = people.length - lines.length;
    if (rest > 0) lines.push(say({ en: `and ${rest} more`, id: `dan ${rest} lainnya` }));
    return { text: lines.join("\n"), data: { count: people.length } };
  },
});

interface BlockingWords {
  readonly word: Words;
  readonly about: Words;
  readonly plan: Words;
  readonly isSo: Words;
  readonly done: Words;
}

function defineBlocking(wanted: boolean, words: BlockingWords): Command {
  const undoing = `contact ${wanted ? "unblock" : "block"}`;
  return defineCommand({
    id: `contact ${words.word.en}`,
    words: [head, words.word],
    about: words.about,
    role: "operator",
    args: [person, because],
    input: z.strictObject({ person: z.string().min(1), reason: z.string().max(400).default("") }),
    async plan({ person: word, reason }, context) {
      const { say } = context;
      const found = await findOne(word, context);
      if (typeof found === "string") return { kind: "refused", text: found };
      const name = found.name ?? found.id;
      if (isBlocked(found.consents) === wanted) {
        return { kind: "refused", text: `${name} ${say(words.isSo)}` };
      }
      const obstacle = wanted ? findObstacle(found, context) : undefined;
      if (obstacle !== undefined) return { kind: "refused", text: obstacle };
      return {
        kind: "plan",
        text: `${name} ${say(words.plan)}`,
        input: { person: found.id, reason },
      };
    },
    async change({ person: id, reason }, { people, caller, say }) {
      const request = { contact: contactId(id), isBlocked: wanted, reason, who: caller.name };
      const problems = await people.block(request);
      if (problems === undefined) {
        return { text: say({ en: "The person is gone.", id: "Orangnya sudah tidak ada." }) };
      }
      const told = problems.map((problem) =>
        say({
          en: `The bot holds to it; the network does not: ${problem}`,
          id: `Bot mematuhinya, jaringan tidak: ${problem}`,
        }),
      );
      return {
        text: [say(words.done), ...told].join("\n"),
        undoBy: { command: undoing, input: { person: id } },
        data: { contact: id, ...(reason === "" ? {} : { reason }) },
      };
    },
  });
}

/** An operator who is blocked could not take anything back. */
function findObstacle(found: Contact, { people, say }: CommandContext): string | undefined {
  if (!people.isOperator(found)) return undefined;
  return say({
    en: "That is a person of ours. Take them out of operators in bot.yaml first.",
    id: "Itu petugas kita. Hapus dulu dari operators di bot.yaml.",
  });
}
