import { BotError, type JsonObject, type Millis, type ShownMessage } from "sapa/plugin";
import type { MediaStore } from "#plugins/channel-whatsapp-cloud/fake/media/media-store.ts";
import type { Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import { fakeNumber } from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";

/** Finds the newest message on the person's phone that fits. */
export type FindShown = (fits: (message: ShownMessage) => boolean) => ShownMessage | undefined;

/** What an act is done with. */
export interface ActContext {
  readonly person: Person;
  readonly now: Millis;
  readonly find: FindShown;
  readonly media: MediaStore;
  /** Where the addresses of files begin. */
  readonly mediaOrigin: string;
}

/** The newest message that fits; throws `SIMULATOR_NOTHING_SHOWN` with `what` if there is none. */
export function needShown(
  { find }: ActContext,
  what: string,
  fits: (message: ShownMessage) => boolean,
): ShownMessage {
  const message = find(fits);
  if (message !== undefined) return message;
  throw new BotError("SIMULATOR_NOTHING_SHOWN", `There is no ${what}`, {
    hint: "Let the bot send one to this person first.",
  });
}

/** The `context` of a message that answers one of ours. */
export function answering(message: ShownMessage): JsonObject {
  return { from: fakeNumber.displayPhoneNumber, id: message.vendorId };
}
