import {
  type Clock,
  dayMs,
  type JsonObject,
  type Millis,
  type Pace,
  type ShownMessage,
  takeOne,
} from "sapa/plugin";
import { type Answer, ok, refuse, succeeded } from "#plugins/channel-whatsapp-cloud/fake/answer.ts";
import {
  checkMessage,
  type MessageCheckDeps,
} from "#plugins/channel-whatsapp-cloud/fake/checks/check-message.ts";
import { invalid, missing } from "#plugins/channel-whatsapp-cloud/fake/checks/check-parts.ts";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import type { WamidSource } from "#plugins/channel-whatsapp-cloud/fake/make-wamid.ts";
import { messageType } from "#plugins/channel-whatsapp-cloud/fake/message-type.ts";
import type { People } from "#plugins/channel-whatsapp-cloud/fake/people.ts";
import {
  isWindowOpen,
  type Person,
  personKey,
} from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import type { Template } from "#plugins/channel-whatsapp-cloud/fake/templates/template.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { checkCallRequest, noteCallRequest } from "./call-requests.ts";
import { findRecipient, type Recipient } from "./recipient.ts";
import { showMessage } from "./show-message.ts";
import type { PriceCategory, Taken } from "./taken.ts";

/** How long a message waits for a phone that is off, unless its template says less. Reference 3.5. */
const waitsMs = 30 * dayMs;

export interface MessagesEndpointDeps extends MessageCheckDeps {
  readonly clock: Clock;
  readonly people: People;
  readonly nextWamid: WamidSource;
  readonly pair: Pace;
  /** Takes one from the number's throughput; false if it is used up. */
  readonly takeThroughput: () => boolean;
  readonly isInbound: (wamid: string) => boolean;
  /** Until when the account may not send; undefined: it may. */
  readonly restrictedUntilAt: () => Millis | undefined;
  /** A refusal that was ordered for the next message. */
  readonly orderedRefusal: () => GraphError | undefined;
  /** Why a message that is taken will not arrive; undefined: it will. */
  readonly fateOf: (
    body: JsonObject,
    person: Person,
    category: PriceCategory,
  ) => GraphError | undefined;
  readonly onTaken: (shown: ShownMessage, taken: Taken) => void;
}

/** Answers `POST /{phone number}/messages`: receipts of reading, and messages. */
export function createMessagesEndpoint(deps: MessagesEndpointDeps): (body: JsonObject) => Answer {
  return (body) => {
    if (body["messaging_product"] !== "whatsapp") {
      return refuse({ code: 100, details: "The parameter messaging_product is required." });
    }
    if (body["status"] !== undefined) return markRead(deps, body);
    const ordered = deps.orderedRefusal();
    if (ordered !== undefined) return refuse(ordered);
    const refusal = checkMessage(body, deps);
    if (refusal !== undefined) return refuse(refusal);
    const found = findRecipient(deps.people, body);
    if (found.kind === "refused") return found;
    const blocked = checkLimits(deps, found.person, body);
    return blocked === undefined ? accept(deps, body, found) : refuse(blocked);
  };
}

/** "Read", with or without typing: both name a message of a person. */
function markRead(deps: MessagesEndpointDeps, body: JsonObject): Answer {
  if (body["status"] !== "read") return refuse(invalid("status must be read"));
  const wamid = textOf(body["message_id"]);
  if (wamid === undefined) return refuse(missing("message_id"));
  if (!deps.isInbound(wamid)) return refuse(invalid("message_id names no message of a person"));
  const typing = body["typing_indicator"];
  if (typing !== undefined && objectOf(typing)?.["type"] !== "text") {
    return refuse(invalid("typing_indicator.type must be text"));
  }
  return succeeded;
}

function checkLimits(
  deps: MessagesEndpointDeps,
  person: Person,
  body: JsonObject,
): GraphError | undefined {
  const now = deps.clock.now();
  const restrictedUntilAt = deps.restrictedUntilAt();
  if (restrictedUntilAt !== undefined && now < restrictedUntilAt) {
    return { code: 368, details: "The account is restricted for violating a policy." };
  }
  if (person.isBlocked) {
    return { code: 130403, details: "The recipient is on the block list of this number." };
  }
  if (messageType(body) !== "template" && !isWindowOpen(person, now)) {
    const details =
      "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
    return { code: 131047, details };
  }
  return checkCallRequest(person, body, now) ?? takePace(deps, person, now);
}

function takePace(deps: MessagesEndpointDeps, person: Person, now: Millis): GraphError | undefined {
  const pair = takeOne(person.pairNextAt, deps.pair, now);
  if (pair.kind === "wait") {
    const details =
      "Message failed to send because there were too many messages sent to this user in a short period of time.";
    return { code: 131056, details };
  }
  if (!deps.takeThroughput()) {
    const details =
      "Message failed to send because there were too many messages sent from this phone number in a short period of time";
    return { code: 130429, details };
  }
  person.pairNextAt = pair.nextAt;
  return undefined;
}

function accept(
  deps: MessagesEndpointDeps,
  body: JsonObject,
  found: Extract<Recipient, { readonly kind: "found" }>,
): Answer {
  const { person, input, isPhone } = found;
  const wamid = deps.nextWamid(personKey(person), "out");
  const type = messageType(body);
  const sent = type === "template" ? objectOf(body["template"]) : undefined;
  const template = sent === undefined ? undefined : deps.templates.find(sent);
  // Whoever answers freely takes the thread back from another app. Source: reference 2.10.
  if (template === undefined) person.owner = "bot";
  noteCallRequest(person, body, deps.clock.now());
  const category = categoryOf(template);
  deps.onTaken(showMessage(wamid, person, deps.clock.now(), body, template), {
    wamid,
    person,
    isToPhone: isPhone,
    callback: textOf(body["biz_opaque_callback_data"]),
    category,
    isReaction: type === "reaction",
    isVoice: objectOf(body["audio"])?.["voice"] === true,
    ttlMs: template?.ttlMs ?? waitsMs,
    failure: deps.fateOf(body, person, category),
  });
  const contact = isPhone ? { input, wa_id: person.phone ?? input } : { input, user_id: input };
  const message = {
    id: wamid,
    ...(template === undefined ? {} : { message_status: "accepted" }),
  };
  return ok({ messaging_product: "whatsapp", contacts: [contact], messages: [message] });
}

const categories = {
  MARKETING: "marketing",
  UTILITY: "utility",
  AUTHENTICATION: "authentication",
} as const;

function categoryOf(template: Template | undefined): PriceCategory {
  return template === undefined ? "service" : categories[template.category];
}
