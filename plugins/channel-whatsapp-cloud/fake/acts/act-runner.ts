import {
  assertNever,
  type Clock,
  dayMs,
  type JsonObject,
  minuteMs,
  type NetworkAct,
  type Random,
  secondMs,
  toMillis,
} from "sapa/plugin";
import type { BoundedSet } from "#plugins/channel-whatsapp-cloud/fake/bounded-set.ts";
import { drawMs, stampOf } from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";
import type { WamidSource } from "#plugins/channel-whatsapp-cloud/fake/make-wamid.ts";
import type { MediaStore } from "#plugins/channel-whatsapp-cloud/fake/media/media-store.ts";
import type { MessageLog } from "#plugins/channel-whatsapp-cloud/fake/message-log.ts";
import type { People } from "#plugins/channel-whatsapp-cloud/fake/people.ts";
import { openWindow, type Person, personKey } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import {
  type Change,
  contactEntry,
  type FakeNumber,
} from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";
import { numberOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { ActContext } from "./act-context.ts";
import {
  actMessage,
  isChangeable,
  isMessageAct,
  type MessageAct,
  opensWindow,
} from "./act-message.ts";
import {
  callChange,
  echoChange,
  handoverChange,
  peopleChange,
  preferenceChange,
} from "./network-change.ts";

/** How long a call rings before it ends by itself. */
const ringing = { minMs: 20 * secondMs, maxMs: minuteMs };

export interface ActRunnerDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly number: FakeNumber;
  readonly people: People;
  readonly log: MessageLog;
  readonly media: MediaStore;
  readonly inbound: BoundedSet;
  readonly nextWamid: WamidSource;
  /** Where the addresses of files begin at this moment. */
  readonly mediaOrigin: () => string;
  readonly takeThroughput: () => boolean;
  /** The person's phone is on again. */
  readonly onOnline: (person: Person) => void;
  /** Tells something later; counted as still to come until then. */
  readonly tellLater: (delayMs: number, change: () => Change) => void;
}

/**
 * Does what an act does to the network, and gives what is told of it; undefined if nothing is. People
 * on the block list are not heard.
 */
export type ActRunner = (person: Person, act: NetworkAct) => Change | undefined;

export function createActRunner(deps: ActRunnerDeps): ActRunner {
  return (person, act) => {
    if (isMessageAct(act)) return sendMessage(deps, person, act);
    const now = deps.clock.now();
    switch (act.kind) {
      case "phone":
        return changePhone(deps, person, act);
      case "echo":
        return echoChange(
          deps.number,
          person,
          act.text,
          deps.nextWamid(personKey(person), "out"),
          now,
        );
      case "handover":
        person.owner = act.owner;
        return handoverChange(deps.number, person, act.owner, now);
      case "preference":
        person.wantsMarketing = act.wants;
        return person.isBlocked ? undefined : preferenceChange(deps.number, person, act.wants, now);
      case "call":
        return person.isBlocked ? undefined : call(deps, person);
      default:
        return assertNever(act, "runAct");
    }
  };
}

function changePhone(
  deps: ActRunnerDeps,
  person: Person,
  act: Extract<NetworkAct, { readonly kind: "phone" }>,
): undefined {
  person.isGone = act.isGone ?? person.isGone;
  person.tellsReads = act.tellsReads ?? person.tellsReads;
  person.isOnline = act.isOn ?? person.isOnline;
  if (act.isOn === true) deps.onOnline(person);
}

/** A call opens the window, answered or not. Source: reference 4.4. */
function call(deps: ActRunnerDeps, person: Person): Change {
  const { clock, random } = deps;
  const id = `wacid.${deps.nextWamid(personKey(person), "in").slice("wamid.".length)}`;
  openWindow(person, clock.now(), dayMs);
  deps.tellLater(drawMs(ringing, random.fraction()), () =>
    callChange(deps.number, person, id, "terminate", clock.now()),
  );
  return callChange(deps.number, person, id, "connect", clock.now());
}

function sendMessage(deps: ActRunnerDeps, person: Person, act: MessageAct): Change | undefined {
  const context = contextOf(deps, person);
  // An act that cannot be done is told as that, also of somebody who is not heard.
  const typed = actMessage(act, context);
  person.isGone = false;
  if (act.kind === "share_number") deps.people.reveal(person, act.phone);
  const message = wholeMessage(deps, act.kind === "move" ? undefined : person, typed);
  const isSystem = message["type"] === "system";
  const contacts = isSystem ? {} : { contacts: [contactEntry(person)] };
  const change = peopleChange(deps.number, person, { ...contacts, messages: [message] });
  if (isSystem) move(deps, person, objectOf(message["system"]) ?? {});
  if (person.isBlocked) return undefined;
  hear(deps, person, message);
  return change;
}

/** What a message does once it is heard: window, advertisement, number's pace. */
function hear(deps: ActRunnerDeps, person: Person, message: JsonObject): void {
  const wamid = textOf(message["id"]) ?? "";
  deps.inbound.add(wamid);
  if (isChangeable(message)) person.lastWamid = wamid;
  const seconds = numberOf(message["timestamp"]);
  if (seconds !== undefined && opensWindow(message)) {
    const at = toMillis(seconds * 1_000);
    openWindow(person, at, dayMs);
    if (message["referral"] !== undefined) person.adAt = at;
  }
  // What comes in counts as well; it cannot be refused, it only uses the number up.
  deps.takeThroughput();
}

function contextOf(deps: ActRunnerDeps, person: Person): ActContext {
  return {
    person,
    now: deps.clock.now(),
    find: (fits) => deps.log.last(person, fits),
    media: deps.media,
    mediaOrigin: deps.mediaOrigin(),
  };
}

/**
 * A vendor's message may bring its own sender, id or time; they win. Who moved is told by the message
 * alone.
 */
function wholeMessage(
  deps: ActRunnerDeps,
  sender: Person | undefined,
  typed: JsonObject,
): JsonObject {
  const { userId, phone, parentUserId } = sender ?? {};
  return {
    ...(phone === undefined ? {} : { from: phone }),
    ...(userId === undefined ? {} : { from_user_id: userId }),
    ...(parentUserId === undefined ? {} : { from_parent_user_id: parentUserId }),
    id: deps.nextWamid(sender === undefined ? "" : personKey(sender), "in"),
    timestamp: stampOf(deps.clock.now()),
    ...typed,
  };
}

function move({ people }: ActRunnerDeps, person: Person, system: JsonObject): void {
  people.move(person, { userId: textOf(system["user_id"]), phone: textOf(system["wa_id"]) });
}
