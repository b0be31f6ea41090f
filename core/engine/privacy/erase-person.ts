import type { Media } from "#core/engine/media/create-media.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId, ContactId } from "#core/lib/ids.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { OpenErasure, Records } from "#core/model/ports/records.ts";
import type { SendError } from "#core/model/status.ts";

/** What could not be done now is tried again so much later. */
const retryMs = 5 * minuteMs;

export interface EraserDeps {
  readonly records: Pick<Records, "eraseContact" | "openErasures" | "closeErasure">;
  readonly media: Pick<Media, "removeUnused">;
  /** Removes what was exported of these people; harmless if nothing was. */
  readonly removeExports?: (contacts: readonly ContactId[]) => void;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What an erasure did. */
export interface Erasure {
  /** Every contact that the person was. */
  readonly contacts: readonly ContactId[];
  /** Accounts whose network was asked to forget the person; `problem`: it could not be asked, or refused. */
  readonly networks: readonly { readonly account: AccountId; readonly problem?: SendError }[];
}

/** Erases a person; undefined if there was nobody. `who` asked for it, for the audit. */
export type ErasePerson = (contact: ContactId, who: string) => Promise<Erasure | undefined>;

export interface Eraser {
  readonly erase: ErasePerson;
  /** Goes on with erasures that a death or a failure cut off, until none is left. */
  start(): void;
  stop(): void;
}

/**
 * First every row and key, in one commit that leaves the rest as an open erasure; then files, exports and what
 * networks keep. Each of these may be done twice, and whatever fails or is cut off is done again later. A network's
 * refusal is told, and not asked again: its person's addresses are kept no longer for it.
 *
 *     rows, audit, STOP, open erasure ─commit─► keys ─► files ─► exports ─► networks ─► closed
 */
export function createEraser(deps: EraserDeps): Eraser {
  const { records, media, removeExports, channels, clock, log } = deps;
  let cancel: Cancel | undefined;
  let isStopped = false;

  async function forget(
    account: AccountId,
    channel: Channel,
    { contacts, addresses }: OpenErasure,
  ) {
    const problem = await channel.forget?.(addresses);
    if (problem === undefined) return { account };
    const [contact] = contacts;
    log.warn("contact.network-kept", { account, contact, code: problem.code });
    return { account, problem };
  }

  async function finish(erasure: OpenErasure): Promise<Erasure> {
    const { id, contacts, addresses } = erasure;
    await media.removeUnused();
    removeExports?.(contacts);
    const networks: Awaited<ReturnType<typeof forget>>[] = [];
    for (const [account, channel] of channels) {
      if (channel.forget === undefined || addresses.length === 0) continue;
      networks.push(await forget(account, channel, erasure));
    }
    await records.closeErasure(id);
    return { contacts, networks };
  }

  async function finishAll(): Promise<void> {
    for (const erasure of await records.openErasures()) {
      if (isStopped) return;
      await finish(erasure);
      log.info("contact.erasure-finished", { contact: erasure.contacts[0] });
    }
  }

  function goOn(): void {
    cancel?.();
    cancel = undefined;
    finishAll().catch(later);
  }

  function later(error: unknown): void {
    log.warn("contact.erasure-unfinished", { error: errorText(error) });
    if (!isStopped) cancel = clock.after(retryMs, goOn);
  }

  return {
    async erase(id, who) {
      try {
        if (!(await records.eraseContact(id, who))) return undefined;
        const open = await records.openErasures();
        const erasure = open.findLast(({ contacts }) => contacts.includes(id));
        if (erasure === undefined) return { contacts: [id], networks: [] };
        log.info("contact.erased", { contact: id, count: erasure.contacts.length });
        return await finish(erasure);
      } catch (error) {
        later(error);
        throw error;
      }
    },
    start: goOn,
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
