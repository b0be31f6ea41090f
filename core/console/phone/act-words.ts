import type { Words } from "#core/console/words.ts";
import type { NetworkAct } from "#core/model/ports/simulator.ts";
import type { Phone } from "./phone.ts";

/** What a person did, in a few words. */
export function wordsOfAct(act: NetworkAct, phone: Pick<Phone, "entries">, words: Words): string {
  if (act.kind === "choice") return titleOf(act.choice, phone);
  if (act.kind === "text") return act.text;
  if (act.kind === "reaction") return act.emoji;
  if (act.kind === "call") return `📞 ${words.call}`;
  if (act.kind === "media") return `📎 ${act.caption ?? act.filename ?? words.files[act.media]}`;
  if (act.kind === "revoke") return words.revoked;
  if (act.kind === "call_permission") return act.isGiven ? words.mayCall : words.mayNotCall;
  return describeSent(act) ?? `(${act.kind.replaceAll("_", " ")})`;
}

/** What was sent that is not words. */
function describeSent(act: NetworkAct): string | undefined {
  if (act.kind === "location") return `📍 ${act.name ?? `${act.latitude}, ${act.longitude}`}`;
  if (act.kind === "share_number") return `📱 +${act.phone}`;
  if (act.kind === "contacts") {
    return `👤 ${act.contacts.map(({ name }) => name?.formatted ?? "").join(", ")}`;
  }
  if (act.kind === "order") {
    return `🛒 ${act.items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", ")}`;
  }
  if (act.kind !== "form") return undefined;
  const lines = Object.entries(act.answer);
  return lines
    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n");
}

/** The words of an option of the newest message that offers it; a tap names it by its id. */
function titleOf(choice: string, { entries }: Pick<Phone, "entries">): string {
  for (const entry of entries.toReversed()) {
    if (entry.kind !== "theirs") continue;
    const option = entry.message.options.find(({ id }) => id === choice);
    if (option !== undefined) return option.title;
  }
  return choice;
}
