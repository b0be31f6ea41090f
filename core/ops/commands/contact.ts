import { z } from "zod";
import { contactId } from "#core/lib/ids.ts";
import type { Contact } from "#core/model/contact.ts";
import { type Argument, defineCommand } from "#core/ops/command.ts";
import type { CommandContext } from "#core/ops/context.ts";
import { findOne } from "#core/ops/find-one.ts";
import type { Words } from "#core/ops/language.ts";

const head = { en: "contact", id: "kontak" };
const person: Argument = { name: "person", words: { en: "person", id: "orang" } };
const input = z.strictObject({ person: z.string().min(1) });

/** `/contact show`: who a person is and how much is kept of them, never what was said. */
export const contactShow = defineCommand({
  id: "contact show",
  words: [head, { en: "show", id: "lihat" }],
  about: {
    en: "who a person is, and how much is kept",
    id: "siapa orangnya, dan berapa yang disimpan",
  },
  role: "operator",
  args: [person],
  input,
  async look({ person: word }, context) {
    const found = await findOne(word, context);
    if (typeof found === "string") return { text: found };
    return { text: await describe(found, context), data: { contact: found.id } };
  },
});

/** `/contact export`: everything of a person into a folder beside the bot; nothing of it into the chat. */
export const contactExport = defineCommand({
  id: "contact export",
  words: [head, { en: "export", id: "ekspor" }],
  about: {
    en: "write a person's data into a folder on the server",
    id: "tulis data seseorang ke folder di server",
  },
  role: "owner",
  args: [person],
  input,
  async plan({ person: word }, context) {
    const found = await findOne(word, context);
    if (typeof found === "string") return { kind: "refused", text: found };
    const name = found.name ?? found.id;
    const text = context.say({
      en: `Everything of ${name} is written into a folder on the server, readable.`,
      id: `Semua data ${name} ditulis ke folder di server, dapat dibaca.`,
    });
    return { kind: "plan", text, input: { person: found.id } };
  },
  async change({ person: id }, { people, key, say }) {
    const folder = await people.export(contactId(id), key);
    if (folder === undefined) return { text: say(gone) };
    const text = say({
      en: `Written: ${folder}\nIt goes when the person is erased.`,
      id: `Sudah ditulis: ${folder}\nFolder itu ikut terhapus bila orangnya dihapus.`,
    });
    return { text, data: { contact: id } };
  },
});

/** `/contact erase`: a person, here and in what networks keep; no undo. */
export const contactErase = defineCommand({
  id: "contact erase",
  words: [head, { en: "erase", id: "hapus" }],
  about: { en: "erase a person for good", id: "hapus seseorang untuk selamanya" },
  role: "owner",
  args: [person],
  input,
  async plan({ person: word }, context) {
    const { caller, say } = context;
    const found = await findOne(word, context);
    if (typeof found === "string") return { kind: "refused", text: found };
    if (found.id === caller.contact) {
      // The answer would have nobody to go to.
      const text = say({
        en: "That is you. It is done from the server: sapa contact erase",
        id: "Itu Anda sendiri. Lakukan dari server: sapa contact erase",
      });
      return { kind: "refused", text };
    }
    const warning = say({ en: "This cannot be undone.", id: "Ini tidak bisa dibatalkan." });
    const text = [await describe(found, context), warning].join("\n");
    return { kind: "plan", text, input: { person: found.id } };
  },
  async change({ person: id }, { people, caller, say }) {
    const problems = await people.erase(contactId(id), caller.name);
    const text = say({ en: "Erased.", id: "Sudah dihapus." });
    const lines = problems.map((problem) =>
      say({
        en: `The network still keeps the person: ${problem}`,
        id: `Jaringan masih menyimpan orangnya: ${problem}`,
      }),
    );
    return { text: [text, ...lines].join("\n"), data: { contact: id } };
  },
});

const gone: Words = { en: "The person is gone.", id: "Orangnya sudah tidak ada." };

async function describe(
  { id }: Contact,
  { people, language, timeZone, say }: CommandContext,
): Promise<string> {
  const summary = await people.summary(id, { language, timeZone });
  if (summary === undefined) return say(gone);
  return summary.map(([label, value]) => `${label}: ${value}`).join("\n");
}
