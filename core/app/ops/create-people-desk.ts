import { findPeople } from "#core/app/contacts/find-person.ts";
import { summarizePerson, summaryLines } from "#core/app/contacts/summarize-person.ts";
import type { BlockPerson } from "#core/engine/privacy/block-person.ts";
import type { ErasePerson } from "#core/engine/privacy/erase-person.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { Records } from "#core/model/ports/records.ts";
import { isAddress, readAddress } from "#core/model/read-address.ts";
import type { PeopleDesk } from "#core/ops/context.ts";
import { exportInto } from "./exports.ts";

export interface PeopleDeskDeps {
  readonly records: Records;
  readonly channels: readonly Channel[];
  readonly files: FileReader;
  readonly dataFolder: string;
  readonly block: BlockPerson;
  readonly resume: PeopleDesk["resume"];
  readonly erase: ErasePerson;
  /** Who gives commands, as bot.yaml lists them. */
  readonly operators: readonly { readonly contact: string }[];
}

/** Finds the people whom operators name, and does with their data what is asked. */
export function createPeopleDesk(deps: PeopleDeskDeps): PeopleDesk {
  const { records, channels, files, dataFolder } = deps;
  const operators = new Set(deps.operators.map(({ contact }) => readAddress(contact).value));
  return {
    find: (word) => findPeople(records, word),
    isAddress,
    async resolve(word, now) {
      const [channel] = channels;
      if (channel === undefined) return undefined;
      const sender = { scope: channel.kind, addresses: [readAddress(word)] };
      return await records.resolvePerson(channel.account, sender, now);
    },
    async summary(id, reader) {
      const person = await records.exportContact(id);
      if (person === undefined) return undefined;
      const others = await records.strandedBehind(id);
      const ids = others.map((other) => other.id);
      return summaryLines(summarizePerson(person, ids), reader);
    },
    async export(id, key) {
      const person = await records.exportContact(id);
      return person && (await exportInto(dataFolder, key, person, files));
    },
    async block(request) {
      const blocking = await deps.block(request);
      return blocking?.networks.flatMap(({ account, problem }) =>
        problem === undefined ? [] : [`${account}: ${problem.meaning} ${problem.action}`],
      );
    },
    resume: deps.resume,
    isOperator: ({ addresses }) => addresses.some(({ value }) => operators.has(value)),
    async erase(id, who) {
      const erasure = await deps.erase(id, who);
      return (erasure?.networks ?? []).flatMap(({ account, problem }) =>
        problem === undefined ? [] : [`${account}: ${problem.meaning}`],
      );
    },
  };
}
