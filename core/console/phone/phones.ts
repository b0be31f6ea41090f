import type { Clock } from "#core/model/ports/clock.ts";
import type { ChannelSimulator, NetworkAct } from "#core/model/ports/simulator.ts";
import type { Entry, Phone } from "./phone.ts";
import { createPhoneShelf } from "./phone-shelf.ts";

export interface PhoneFile {
  readonly mime: string;
  readonly content: Uint8Array;
}

/** Lines of one chat that are kept; older ones are in the bot's own records. */
const maxEntries = 200;
/** Files of people that are kept for showing them, newest last. */
const maxFiles = 8;

/** The phones of a running simulator. What changes is told to `onChange`, each entry by itself. */
export interface Phones {
  list(): readonly Phone[];
  find(id: string): Phone | undefined;
  /** A file on the phone: one that its person sent, by the entry's id, or one of the bot's. */
  file(phone: Phone, id: string): PhoneFile | undefined;
  /** Undefined if there are enough of them. */
  add(person: { readonly name: string; readonly phone: string | undefined }): Phone | undefined;
  /** Empties the chat: the person begins anew. */
  clear(id: string): void;
  /** The person acts. Rejects, with nothing shown, for a tap on what is not there. */
  act(id: string, act: NetworkAct): Promise<void>;
  stop(): void;
}

export interface PhonesDeps {
  readonly simulators: ReadonlyMap<string, ChannelSimulator>;
  readonly clock: Clock;
  readonly onChange: (phone: Phone, entry: Entry, isNew: boolean) => void;
}

export function createPhones({ simulators, clock, onChange }: PhonesDeps): Phones {
  const phones = createPhoneShelf();
  let acts = 0;
  let files: readonly (PhoneFile & { readonly id: string })[] = [];

  function put(id: string, entry: Entry): void {
    const phone = phones.find(id);
    if (phone === undefined) return;
    const isNew = !phone.entries.some((other) => other.id === entry.id);
    const entries = isNew
      ? [...phone.entries, entry].slice(-maxEntries)
      : phone.entries.map((other) => (other.id === entry.id ? entry : other));
    const received = phone.received + (isNew && entry.kind === "theirs" ? 1 : 0);
    const changed = { ...phone, entries, version: phone.version + 1, received };
    phones.put(changed);
    onChange(changed, entry, isNew);
  }

  const stops = [...simulators].map(([account, simulator]) =>
    simulator.onShown((message) => {
      // Who wrote to the bot past this page, such as by a signed webhook, gets a phone, too.
      const phone = phones.overhear(account, message.person);
      if (phone === undefined) return;
      put(phone.id, { kind: "theirs", id: message.vendorId, at: message.at, message });
    }),
  );
  for (const account of simulators.keys()) {
    phones.make(account, () => ({ name: "Sari", phone: phoneNumber(1), userId: userId(1) }));
  }

  return {
    list: () => phones.list(),
    find: (id) => phones.find(id),
    file: ({ account, entries }, id) =>
      entries.some((entry) => entry.id === id)
        ? files.find((file) => file.id === id)
        : simulators.get(account)?.file?.(id),
    add({ name, phone }) {
      const [account] = simulators.keys();
      if (account === undefined) return undefined;
      const its = phone === undefined ? {} : { phone };
      return phones.make(account, (count) => ({ name, userId: userId(count), ...its }));
    },
    clear(id) {
      const phone = phones.find(id);
      if (phone === undefined) return;
      phones.put({ ...phone, entries: [], version: phone.version + 1 });
    },
    async act(id, act) {
      const phone = phones.find(id);
      const simulator = phone === undefined ? undefined : simulators.get(phone.account);
      if (phone === undefined || simulator === undefined) return;
      acts += 1;
      const entryId = `a${acts}`;
      const shown = act.kind === "media" ? { ...act, content: new Uint8Array() } : act;
      const entry = { kind: "mine", id: entryId, at: clock.now(), act: shown } as const;
      // A tap on what is not there throws before anything left, so nothing is shown of it yet.
      const done = simulator.act(phone.person, act);
      if (act.kind === "media") files = [...files, { ...act, id: entryId }].slice(-maxFiles);
      put(id, { ...entry, tick: "sent" });
      await done;
      put(id, { ...entry, tick: "delivered" });
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** Numbers and ids that belong to nobody: an unassigned block of Indonesia's, and our own shape. */
export function phoneNumber(count: number): string {
  return `62812000${String(count).padStart(5, "0")}`;
}

function userId(count: number): string {
  return `ID.1${String(count).padStart(19, "0")}`;
}
