import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { renewWindow } from "#core/gate/window.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { dayMs, later } from "#core/lib/millis.ts";
import type { ContactChange } from "#core/model/contact.ts";
import type { Sender } from "#core/model/identity.ts";
import { isConversational } from "#core/model/message-in.ts";
import { goOn, handled, ignored, type Stage } from "./stage.ts";

/** How long another app keeps a thread that nobody writes in. Source: Cloud API, 2.10. */
const idleThreadMs = dayMs;

/**
 * Who is this, and whose conversation: names are followed, the window is renewed, a handoff that is
 * over gives the conversation back, a person of ours who answers from the phone takes it. Which
 * contact it is was decided when the event came in.
 */
export function createIdentityStage(settings: EngineSettings): Stage {
  return {
    name: "identity",
    run(turn) {
      const { event, conversation, now } = turn;
      const { body } = event;
      if (conversation.ownerUntilAt !== undefined && conversation.ownerUntilAt <= now) {
        turn.changeConversation({ owner: "bot", ownerUntilAt: null });
        turn.record("handoff.ended", { reason: "timeout" });
      }
      if ("sender" in body && body.sender !== undefined && body.kind !== "echo") {
        followNames(turn, body.sender);
      }
      switch (body.kind) {
        case "message":
          takeBack(turn);
          if (isConversational(body.message)) renew(turn);
          return goOn;
        case "called":
          renew(turn);
          return handled("called");
        case "identity":
          turn.record("contact.address-changed");
          return goOn;
        case "edited":
        case "revoked":
          turn.record(`message.${body.kind}`);
          return handled(body.kind);
        case "echo":
          turn.changeConversation({
            owner: "human",
            ownerUntilAt: later(now, settings.echoPauseMs),
          });
          turn.cancelSends("owned-by-human");
          turn.record("handoff.started", { reason: "answered-from-phone" });
          return handled("echo");
        case "overheard":
          if (isConversational(body.message)) renew(turn);
          giveAway(turn);
          return ignored("overheard");
        case "ownership":
          if (body.owner === "other") giveAway(turn);
          else takeBack(turn);
          return handled("ownership");
        case "preference":
          turn.record("consent.told-to-network", { category: body.category, wants: body.wants });
          return handled("preference");
        case "timer":
        case "result":
        case "signal":
        case "status":
        case "operator":
        case "account":
        case "unparsed":
          return goOn;
        default:
          return assertNever(body, "identity");
      }
    },
  };
}

/** A message that comes to us directly says that nobody else has the thread. */
function takeBack(turn: Turn): void {
  if (turn.conversation.owner !== "other") return;
  turn.changeConversation({ owner: "bot", ownerUntilAt: null });
  turn.record("thread.taken", {});
}

function giveAway(turn: Turn): void {
  if (turn.conversation.owner !== "other") turn.record("thread.given", {});
  turn.changeConversation({ owner: "other", ownerUntilAt: later(turn.now, idleThreadMs) });
}

function renew(turn: Turn): void {
  const { event, conversation, now } = turn;
  const { windowMs } = turn.channel.capabilities;
  const windowUntilAt = renewWindow(conversation.windowUntilAt, event.occurredAt, now, windowMs);
  const { lastInboundAt } = conversation;
  const isLatest = lastInboundAt === undefined || event.occurredAt > lastInboundAt;
  turn.changeConversation({
    ...(isLatest ? { lastInboundAt: event.occurredAt } : {}),
    ...(windowUntilAt === undefined ? {} : { windowUntilAt }),
  });
}

function followNames(turn: Turn, sender: Sender): void {
  const { name, username } = sender;
  const change: ContactChange = {
    ...(name === undefined || name === turn.contact.name ? {} : { name }),
    ...(username === undefined || username === turn.contact.username ? {} : { username }),
  };
  if (Object.keys(change).length > 0) turn.changeContact(change);
}
