import type { Contact } from "#core/model/contact.ts";
import type { CommandContext } from "./context.ts";
import { personLine } from "./person-line.ts";

/** The one person whom a word names, or what is wrong, in words. */
export async function findOne(
  word: string,
  { people, say }: CommandContext,
): Promise<Contact | string> {
  const [first, ...others] = await people.find(word);
  if (first === undefined) {
    return say({
      en: "Nobody is known by that. Write a phone number with its country code, or the person's id.",
      id: "Tidak ada yang dikenal dengan itu. Tulis nomor telepon dengan kode negara, atau id orangnya.",
    });
  }
  if (others.length === 0) return first;
  const lines = [first, ...others].map(personLine);
  const head = say({ en: "Several people; write an id:", id: "Ada beberapa; tulis id-nya:" });
  return [head, ...lines].join("\n");
}
