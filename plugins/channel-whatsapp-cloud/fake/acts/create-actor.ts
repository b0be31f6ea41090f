import {
  type ChannelSimulator,
  type Clock,
  dayMs,
  type JsonObject,
  later,
  type Millis,
  type SimulatedPerson,
  toMillis,
} from "sapa/plugin";
import { numberOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { actMessage, opensWindow } from "./act-message.ts";
import type { BoundedSet } from "./bounded-set.ts";
import { stampOf } from "./graph-exchange.ts";
import type { WamidSource } from "./make-wamid.ts";
import type { MessageLog } from "./message-log.ts";
import { type People, type Person, personKey } from "./person.ts";
import { contactEntry, fakeNumber, messagesWebhook } from "./webhook-body.ts";
import type { WebhookSender } from "./webhook-sender.ts";

export interface ActorDeps {
  readonly clock: Clock;
  readonly people: People;
  readonly log: MessageLog;
  readonly inbound: BoundedSet;
  readonly nextWamid: WamidSource;
  readonly webhooks: WebhookSender;
  readonly takeThroughput: () => boolean;
}

type Actor = Required<Pick<ChannelSimulator, "act" | "redeliver" | "overhear">>;

/** Lets people act: each act becomes a signed webhook. */
export function createActor(deps: ActorDeps): Actor {
  return {
    act: async (acting, act) => {
      const person = deps.people.meet(acting);
      const typed = actMessage(act, (fits) =>
        deps.log.last((shown) => isSamePerson(shown.person, person) && fits(shown)),
      );
      const message = wholeMessage(deps, person, typed);
      deps.inbound.add(textOf(message["id"]) ?? "");
      const seconds = numberOf(message["timestamp"]);
      if (seconds !== undefined && opensWindow(message)) {
        openWindow(person, toMillis(seconds * 1_000));
      }
      // What comes in counts as well; it cannot be refused, it only uses the number up.
      deps.takeThroughput();
      const isSystem = message["type"] === "system";
      const { bytes, done } = deps.webhooks.send(
        messagesWebhook(fakeNumber, {
          ...(isSystem ? {} : { contacts: [contactEntry(person)] }),
          messages: [message],
        }),
      );
      person.lastWebhook = bytes;
      if (isSystem) deps.people.move(person, objectOf(message["system"]) ?? {});
      await done;
    },
    overhear: (writing, wamid) => {
      deps.inbound.add(wamid);
      openWindow(deps.people.meet(writing), deps.clock.now());
    },
    redeliver: async (acting) => {
      const { lastWebhook } = deps.people.meet(acting);
      if (lastWebhook !== undefined) await deps.webhooks.resend(lastWebhook);
    },
  };
}

/** A vendor's message may bring its own sender, id or time; they win. */
function wholeMessage(deps: ActorDeps, person: Person, typed: JsonObject): JsonObject {
  return {
    ...(person.phone === undefined ? {} : { from: person.phone }),
    ...(person.userId === undefined ? {} : { from_user_id: person.userId }),
    id: deps.nextWamid(personKey(person), "in"),
    timestamp: stampOf(deps.clock.now()),
    ...typed,
  };
}

/** The window counts from the message's own time stamp. Source: reference 4.4. */
function openWindow(person: Person, at: Millis): void {
  const until = later(at, dayMs);
  if (person.windowUntilAt === undefined || person.windowUntilAt < until) {
    person.windowUntilAt = until;
  }
}

function isSamePerson(shown: SimulatedPerson, person: Person): boolean {
  return shown.userId === undefined
    ? shown.phone !== undefined && shown.phone === person.phone
    : shown.userId === person.userId;
}
