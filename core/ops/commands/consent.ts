import { z } from "zod";
import { nearest } from "#core/lib/nearest.ts";
import type { PurposeRule } from "#core/model/consent.ts";
import type { ConsentRecord } from "#core/model/ports/records.ts";
import { type Argument, type Command, defineCommand } from "#core/ops/command.ts";
import { consentLine } from "#core/ops/consent-line.ts";
import type { CommandContext } from "#core/ops/context.ts";
import { findOne } from "#core/ops/find-one.ts";
import type { Words } from "#core/ops/language.ts";
import { dayText } from "#core/ops/moment-text.ts";

const shown = 10;
const answers: Readonly<Record<ConsentRecord["answer"], Words>> = {
  yes: { en: "yes", id: "ya" },
  no: { en: "no", id: "tidak" },
  told: { en: "told", id: "diberi tahu" },
};
const head = { en: "consent", id: "izin" };
const person: Argument = { name: "person", words: { en: "person", id: "orang" } };
const purposeArgument: Argument = { name: "purpose", words: { en: "purpose", id: "tujuan" } };

/** `/consent show`: what a person said and was told, newest first. */
export const consentShow = defineCommand({
  id: "consent show",
  words: [head, { en: "show", id: "lihat" }],
  about: { en: "what a person said yes and no to", id: "apa yang diizinkan seseorang" },
  role: "operator",
  args: [person],
  input: z.strictObject({ person: z.string().min(1) }),
  async look(input, context) {
    const { records, timeZone, say } = context;
    const found = await findOne(input.person, context);
    if (typeof found === "string") return { text: found };
    const lines = (await records.consents(found.id)).map(({ at, purpose, answer, source }) => {
      return `${dayText(at, timeZone)} ${purpose}: ${say(answers[answer])} (${source.split(":")[0]})`;
    });
    const stopped = found.stoppedAt;
    const texts = [
      ...(stopped === undefined ? [] : [`STOP ${dayText(stopped, timeZone)}`]),
      ...lines.slice(0, shown),
    ];
    const none = say({ en: "No line in the ledger.", id: "Belum ada catatan izin." });
    return { text: texts.length === 0 ? none : texts.join("\n"), data: { contact: found.id } };
  },
});

/** `/consent grant`: a yes that was given elsewhere, with its words and its proof. */
export const consentGrant = defineWriting("yes", {
  word: { en: "grant", id: "beri" },
  about: { en: "write down a yes given elsewhere", id: "catat izin yang diberikan di tempat lain" },
  args: [
    { name: "wording", words: { en: "wording", id: "kata" }, isNamed: true },
    { name: "evidence", words: { en: "evidence", id: "bukti" }, isNamed: true },
  ],
});

/** `/consent withdraw`: a no. */
export const consentWithdraw = defineWriting("no", {
  word: { en: "withdraw", id: "cabut" },
  about: { en: "write down a no", id: "catat pencabutan izin" },
  args: [
    { name: "evidence", words: { en: "evidence", id: "bukti" }, isNamed: true, isOptional: true },
  ],
});

function defineWriting(
  answer: "yes" | "no",
  { word, about, args }: Pick<Command, "about" | "args"> & { readonly word: Command["about"] },
): Command {
  return defineCommand({
    id: `consent ${word.en}`,
    words: [head, word],
    about,
    role: "operator",
    args: [person, purposeArgument, ...args],
    input: z.strictObject({
      person: z.string().min(1),
      purpose: z.string().min(1),
      wording: z.string().max(4_000).default(""),
      evidence: z.string().max(400).default(""),
    }),
    async plan(input, context) {
      const { say, people } = context;
      const rule = needRule(input.purpose, context);
      if (typeof rule === "string") return { kind: "refused", text: rule };
      const found = await findOne(input.person, context);
      // A yes may be of somebody who never wrote; a no is of somebody who is known.
      const isNew = answer === "yes" && people.isAddress(input.person);
      if (typeof found === "string" && !(isNew && (await people.find(input.person)).length === 0)) {
        return { kind: "refused", text: found };
      }
      const who = typeof found === "string" ? input.person : found.id;
      const name = typeof found === "string" ? who : (found.name ?? who);
      const text = say({
        en: `Write down: ${answer} to ${input.purpose}, of ${name}.`,
        id: `Catat: ${answer === "yes" ? "izin" : "pencabutan"} ${input.purpose}, dari ${name}.`,
      });
      return { kind: "plan", text, input: { ...input, person: who } };
    },
    async change({ person: who, purpose, wording, evidence }, context) {
      const { records, people, caller, key, at, say } = context;
      const rule = needRule(purpose, context);
      if (typeof rule === "string") return { text: rule };
      const [known] = await people.find(who);
      const contact = known?.id ?? (answer === "yes" ? await people.resolve(who, at) : undefined);
      if (contact === undefined) {
        return { text: say({ en: "The person is gone.", id: "Orangnya sudah tidak ada." }) };
      }
      const source = `operator:${caller.name} ${key} ${evidence}`.trim();
      const lines = await records.consents(contact);
      if (!lines.some((line) => line.source === source)) {
        const line = consentLine({ purpose, answer, wording, source }, rule, at);
        await records.appendConsent({ ...line, contact });
      }
      const text = say({ en: "Written down.", id: "Sudah dicatat." });
      return { text, data: { contact, purpose, answer } };
    },
  });
}

function needRule(purpose: string, { purposes, say }: CommandContext): PurposeRule | string {
  const rule = purposes.get(purpose);
  if (rule !== undefined) return rule;
  const names = [...purposes.keys()];
  const near = nearest(purpose, names);
  const known = near === undefined ? names.join(", ") : `${near}?`;
  return near === undefined
    ? say({
        en: `bot.yaml has no purpose "${purpose}". There are: ${known}`,
        id: `bot.yaml tidak punya tujuan "${purpose}". Yang ada: ${known}`,
      })
    : say({
        en: `bot.yaml has no purpose "${purpose}". Did you mean ${known}`,
        id: `bot.yaml tidak punya tujuan "${purpose}". Maksudnya ${known}`,
      });
}
