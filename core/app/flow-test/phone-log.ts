import type { ConversationId } from "#core/lib/ids.ts";
import { messageText } from "#core/model/message-in.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { type Said, toSaid } from "./said.ts";

/** More than one test ever makes. */
const limit = 1_000;

/** What the phone shows, and for each message what was sent: the network knows only its own words. */
export interface PhoneLog {
  /** The same channel, watched. */
  watch(channel: Channel): Channel;
  /** The phone shows a message; it is the one that is being sent. */
  show(shown: ShownMessage): void;
  /** What was shown since the last look, oldest first. */
  takeNew(records: Records, conversation: ConversationId | undefined): Promise<readonly Said[]>;
}

/** A conversation sends one message at a time, and a test has one conversation. */
export function createPhoneLog(): PhoneLog {
  let sending: MessageOut | undefined;
  let fresh: { readonly shown: ShownMessage; readonly message: MessageOut | undefined }[] = [];
  return {
    watch: (channel) => ({
      ...channel,
      send(send) {
        sending = send.message;
        return channel.send(send);
      },
    }),
    show(shown) {
      fresh.push({ shown, message: sending });
    },
    async takeNew(records, conversation) {
      const taken = fresh;
      fresh = [];
      const quotes = taken.some(({ message }) => message !== undefined && "replyTo" in message);
      const texts =
        quotes && conversation !== undefined
          ? await readTexts(records, conversation)
          : new Map<string, string>();
      return taken.map(({ shown, message }) => toSaid(shown, message, (id) => texts.get(id)));
    },
  };
}

/** The words of the person's messages, by the vendor's id. */
async function readTexts(
  records: Records,
  conversation: ConversationId,
): Promise<ReadonlyMap<string, string>> {
  const events = await records.events({ conversation, kind: "message", limit });
  return new Map(
    events.flatMap(({ body }) =>
      body.kind === "message" ? [[body.message.id, messageText(body.message)] as const] : [],
    ),
  );
}
