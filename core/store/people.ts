import type { IdSource } from "#core/lib/id-source.ts";
import { type AccountId, type ContactId, contactId, conversationId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import { answersPurpose } from "#core/model/consent.ts";
import {
  type Address,
  isAnchor,
  type KnownContact,
  resolveSender,
  type Sender,
} from "#core/model/identity.ts";
import type { CachedSender, Caches } from "./caches.ts";
import type { ConsentTable } from "./consent-table.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";

/** Finds, or makes, the contact and the conversation that an update belongs to. */
export class People {
  readonly #contacts: ContactTable;
  readonly #conversations: ConversationTable;
  readonly #consents: ConsentTable;
  readonly #caches: Caches;
  readonly #newId: IdSource;

  constructor(
    {
      contacts,
      conversations,
      consents,
    }: {
      readonly contacts: ContactTable;
      readonly conversations: ConversationTable;
      readonly consents: ConsentTable;
    },
    caches: Caches,
    newId: IdSource,
  ) {
    this.#contacts = contacts;
    this.#conversations = conversations;
    this.#consents = consents;
    this.#caches = caches;
    this.#newId = newId;
  }

  /** Whose an update is; makes who is new. Undefined if the sender has no address at all. */
  resolve(account: AccountId, sender: Sender, now: Millis): CachedSender | undefined {
    const { addresses, previous = [], scope } = sender;
    if (addresses.length === 0 && previous.length === 0) return undefined;
    const key = spell(account, sender);
    if (previous.length === 0) {
      const cached = this.#caches.senders.get(key);
      if (cached !== undefined) return cached;
    }
    const known = this.#contacts.known(scope, [...addresses, ...previous]);
    const answer =
      known.length === 0 && previous.length === 0
        ? this.#makePerson(account, sender, now)
        : this.#follow(account, sender, known, now);
    this.#caches.senders.set(key, answer);
    return answer;
  }

  /** Moves addresses between those who have them, as `resolveSender` decides. */
  #follow(
    account: AccountId,
    sender: Sender,
    known: readonly KnownContact[],
    now: Millis,
  ): CachedSender {
    const { addresses, previous = [], scope } = sender;
    const { contact: found, gains, retires } = resolveSender(sender, known);
    const contact = found ?? this.#makeFollowed(sender, now);
    if (found !== undefined) this.#inherit(found, scope, [...gains, ...previous]);
    for (const address of gains) this.#contacts.giveAddress(contact, scope, address, now);
    for (const address of retires) {
      const isKept = addresses.some((it) => it.kind === address.kind && it.value === address.value);
      if (!isKept) this.#contacts.takeAddress(contact, scope, address);
    }
    if (gains.length > 0 || retires.length > 0) this.#contacts.raiseFacts(contact);
    const conversation =
      this.#conversations.find(contact, account) ?? this.#makeConversation(account, contact, now);
    return { contact, conversation };
  }

  /** Every no that comes with an address holds, a block by people of ours too, and so does STOP. */
  #inherit(contact: ContactId, scope: string, addresses: readonly Address[]): void {
    for (const [purpose, at] of this.#contacts.refusedUnder(contact, scope, addresses)) {
      const line = { purpose, answer: "no", at, wording: "", source: "address" } as const;
      this.#consents.append(contact, line);
    }
    this.#inheritStop(contact, scope, addresses);
  }

  /** A STOP that comes with an address takes back what was asked for before it, like any other. */
  #inheritStop(contact: ContactId, scope: string, addresses: readonly Address[]): void {
    const at = this.#contacts.stopUnder(contact, scope, addresses);
    if (at === undefined) return;
    const { consents = {} } = this.#contacts.load(contact)?.contact ?? {};
    for (const [purpose, said] of Object.entries(consents)) {
      if (said.answer !== "yes" || said.at > at || purpose === answersPurpose) continue;
      const line = { purpose, answer: "no", at, wording: "STOP", source: "address" } as const;
      this.#consents.append(contact, line);
    }
    this.#contacts.change(contact, { stop: { kind: "stopped", at } });
  }

  /** Somebody whom nobody knew, with a conversation: nothing has to be looked for. */
  #makePerson(account: AccountId, sender: Sender, now: Millis): CachedSender {
    const anchors = sender.addresses.filter(isAnchor);
    const aliases = sender.addresses.filter((address) => !isAnchor(address));
    const contact = this.#makeContact(sender, [...anchors, ...aliases], now);
    return { contact, conversation: this.#makeConversation(account, contact, now) };
  }

  #makeContact(
    { scope, name, username }: Sender,
    addresses: readonly Address[],
    now: Millis,
    former: readonly Address[] = [],
  ) {
    const id = contactId(this.#newId());
    const made = {
      ...(name === undefined ? {} : { name }),
      ...(username === undefined ? {} : { username }),
      tags: [],
      profile: {},
      id,
      addresses: [...addresses],
      createdAt: now,
    };
    this.#contacts.insert(scope, made, former);
    return id;
  }

  /** Somebody new who is said to have had other addresses: what was said under them holds. */
  #makeFollowed(sender: Sender, now: Millis) {
    const { addresses, previous = [] } = sender;
    return this.#makeContact(sender, [], now, [...addresses, ...previous]);
  }

  #makeConversation(account: AccountId, contact: CachedSender["contact"], now: Millis) {
    const id = conversationId(this.#newId());
    this.#conversations.insert(id, account, contact, this.#contacts.keyOf(contact), now);
    this.#caches.runs.set(id, []);
    return id;
  }
}

function spell(account: AccountId, { scope, addresses }: Sender): string {
  let key = `${account}\0${scope}`;
  for (const { kind, value } of addresses) key += `\0${kind}\0${value}`;
  return key;
}
