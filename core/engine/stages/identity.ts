import { marketingCategory } from "#core/engine/hear-opt-outs.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { isWindowOpen, renewWindow } from "#core/gate/window.ts";
import { dayMs, later, toMillis } from "#core/lib/millis.ts";
import type { ContactChange } from "#core/model/contact.ts";
import type { EventBody } from "#core/model/event.ts";
import type { Sender } from "#core/model/identity.ts";
import { isConversational } from "#core/model/message-in.ts";
import { holdToStop } from "./interrupt.ts";
import { goOn, handled, ignored, type Stage, type StageResult } from "./stage.ts";

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
      const { body } = turn.event;
      giveBackWhenOver(turn);
      if ("sender" in body && body.sender !== undefined && body.kind !== "echo") {
        followNames(turn, body.sender);
      }
      return followPerson(turn, body, settings) ?? followThread(turn, body, settings) ?? goOn;
    },
  };
}

function giveBackWhenOver(turn: Turn): void {
  const { ownerUntilAt } = turn.conversation;
  if (ownerUntilAt === undefined || ownerUntilAt > turn.now) return;
  turn.changeConversation({ owner: "bot", ownerUntilAt: null });
  turn.record("handoff.ended", { reason: "timeout" });
}

/** What the person did; undefined if it was not the person. */
function followPerson(
  turn: Turn,
  body: EventBody,
  settings: EngineSettings,
): StageResult | undefined {
  if (body.kind === "message") {
    takeBack(turn);
    if (isConversational(body.message)) renew(turn, settings);
    return goOn;
  }
  if (body.kind === "called") {
    renew(turn, settings);
    return handled("called");
  }
  if (body.kind === "identity") {
    turn.record("contact.address-changed");
    return goOn;
  }
  if (body.kind === "preference") {
    followPreference(turn, body, settings);
    return handled("preference");
  }
  if (body.kind !== "edited" && body.kind !== "revoked") return undefined;
  turn.record(`message.${body.kind}`);
  return handled(body.kind);
}

/**
 * What the person told the network ends what they told us. A "resume" does not bring it back: a yes
 * is for a wording that the person has seen, and there was none.
 */
function followPreference(
  turn: Turn,
  { category, wants }: Extract<EventBody, { kind: "preference" }>,
  { consent }: EngineSettings,
): void {
  turn.record("consent.told-to-network", { category, wants });
  if (wants || category !== marketingCategory || consent.marketing === undefined) return;
  const at = toMillis(Math.min(turn.event.occurredAt, turn.now));
  const line = { purpose: consent.marketing, answer: "no", at } as const;
  turn.addConsent({ ...line, wording: `${category}: stop`, source: "network" });
}

/** Who answers from here on; undefined if the event says nothing of that. */
function followThread(
  turn: Turn,
  body: EventBody,
  settings: EngineSettings,
): StageResult | undefined {
  if (body.kind === "echo") {
    turn.changeConversation({
      owner: "human",
      ownerUntilAt: later(turn.now, settings.echoPauseMs),
    });
    turn.cancelSends("owned-by-human");
    turn.record("handoff.started", { reason: "answered-from-phone" });
    return handled("echo");
  }
  if (body.kind === "overheard") {
    if (isConversational(body.message)) renew(turn, settings);
    giveAway(turn);
    // The bot's templates would still reach the person. Who answers there says so, not the bot.
    if (matchInterrupt(body.message) === "stop") holdToStop(turn, settings.consent.purposes);
    return ignored("overheard");
  }
  if (body.kind !== "ownership") return undefined;
  if (body.owner === "other") giveAway(turn);
  else takeBack(turn);
  return handled("ownership");
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

function renew(turn: Turn, { window }: EngineSettings): void {
  const { event, conversation, now } = turn;
  const { windowMs } = turn.channel.capabilities;
  const windowUntilAt = renewWindow(conversation.windowUntilAt, event.occurredAt, now, windowMs);
  const before = conversation.windowUntilAt;
  // Somebody new has not written yet, and may have been written to: by an event or a schedule.
  const wasClosed = !isWindowOpen(before, now);
  if (window !== undefined && wasClosed && isWindowOpen(windowUntilAt, now)) {
    turn.releaseHeld(later(now, -window.holdMs));
  }
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
