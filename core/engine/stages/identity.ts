import type { Turn } from "#core/engine/turn.ts";
import { renewWindow } from "#core/gate/window.ts";
import type { ContactChange } from "#core/model/contact.ts";
import type { Sender } from "#core/model/identity.ts";
import { isConversational } from "#core/model/message-in.ts";
import { goOn, handled, type Stage } from "./stage.ts";

/**
 * Who is this: names and user names are followed, the window is renewed, a handoff that is over
 * gives the conversation back. Which contact it is was decided when the event came in.
 */
export const identityStage: Stage = {
  name: "identity",
  run(turn) {
    const { event, conversation, now } = turn;
    if (conversation.ownerUntilAt !== undefined && conversation.ownerUntilAt <= now) {
      turn.changeConversation({ owner: "bot", ownerUntilAt: null });
      turn.record("handoff.ended", { reason: "timeout" });
    }
    if (event.body.kind === "identity") {
      followNames(turn, event.body.sender);
      turn.record("contact.address-changed");
      return handled("identity");
    }
    if (event.body.kind !== "message") return goOn;
    followNames(turn, event.body.sender);
    if (!isConversational(event.body.message)) return goOn;
    const { windowMs } = turn.channel.capabilities;
    const windowUntilAt = renewWindow(conversation.windowUntilAt, event.occurredAt, now, windowMs);
    turn.changeConversation({
      lastInboundAt: event.occurredAt,
      ...(windowUntilAt === undefined ? {} : { windowUntilAt }),
    });
    return goOn;
  },
};

function followNames(turn: Turn, sender: Sender): void {
  const { name, username } = sender;
  const change: ContactChange = {
    ...(name === undefined || name === turn.contact.name ? {} : { name }),
    ...(username === undefined || username === turn.contact.username ? {} : { username }),
  };
  if (Object.keys(change).length > 0) turn.changeContact(change);
}
