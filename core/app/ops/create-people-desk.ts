import { readAddress } from "#core/app/read-address.ts";
import { contactId } from "#core/lib/ids.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { PeopleDesk } from "#core/ops/context.ts";

/** Finds the people whom operators name, on every channel of the bot. */
export function createPeopleDesk(
  records: Pick<Records, "contact" | "findContact" | "resolvePerson">,
  channels: readonly Channel[],
): PeopleDesk {
  return {
    async find(word) {
      const byId = await records.contact(contactId(word));
      if (byId !== undefined) return [byId];
      const found = new Map<string, Contact>();
      for (const scope of new Set(channels.map(({ kind }) => kind))) {
        const contact = await records.findContact(scope, readAddress(word));
        if (contact !== undefined) found.set(contact.id, contact);
      }
      return [...found.values()];
    },
    isAddress: (word) => readAddress(word).kind === "phone" || /^[A-Z]{2}\.[\w-]+$/.test(word),
    async resolve(word, now) {
      const [channel] = channels;
      if (channel === undefined) return undefined;
      const sender = { scope: channel.kind, addresses: [readAddress(word)] };
      return await records.resolvePerson(channel.account, sender, now);
    },
  };
}
