import {
  type Clock,
  type Json,
  type JsonObject,
  type Pace,
  type ShownMessage,
  takeOne,
} from "sapa/plugin";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { checkMessage, messageType } from "./check-message.ts";
import { invalid, missing } from "./check-parts.ts";
import type { GraphError } from "./graph-error.ts";
import type { WamidSource } from "./make-wamid.ts";
import { type People, type Person, personKey } from "./person.ts";
import type { Taken } from "./receipts.ts";
import { findRecipient } from "./recipient.ts";
import { showMessage } from "./show-message.ts";
import type { Templates } from "./templates.ts";

export type Answer =
  | { readonly kind: "ok"; readonly body: Json }
  | { readonly kind: "refused"; readonly error: GraphError };

export interface MessagesEndpointDeps {
  readonly clock: Clock;
  readonly people: People;
  readonly templates: Templates;
  readonly nextWamid: WamidSource;
  readonly pair: Pace;
  /** Takes one from the number's throughput; false if it is used up. */
  readonly takeThroughput: () => boolean;
  readonly isInbound: (wamid: string) => boolean;
  readonly onTaken: (shown: ShownMessage, taken: Taken) => void;
}

/** Answers `POST /{phone number}/messages`: receipts of reading, and messages. */
export function createMessagesEndpoint(deps: MessagesEndpointDeps): (body: JsonObject) => Answer {
  return (body) => {
    if (body["messaging_product"] !== "whatsapp") {
      return refuse({ code: 100, details: "The parameter messaging_product is required." });
    }
    if (body["status"] !== undefined) return markRead(deps, body);
    const refusal = checkMessage(body, deps.templates);
    if (refusal !== undefined) return refuse(refusal);
    const found = findRecipient(deps.people, body);
    if (found.kind === "refused") return found;
    const blocked = checkLimits(deps, found.person, messageType(body));
    return blocked === undefined
      ? accept(deps, body, found.person, found.input, found.isPhone)
      : refuse(blocked);
  };
}

function refuse(error: GraphError): Answer {
  return { kind: "refused", error };
}

/** "Read", with or without typing: both name a message of a person. */
function markRead(deps: MessagesEndpointDeps, body: JsonObject): Answer {
  if (body["status"] !== "read") return refuse(invalid("status must be read"));
  const wamid = textOf(body["message_id"]);
  if (wamid === undefined) return refuse(missing("message_id"));
  if (!deps.isInbound(wamid)) return refuse(invalid("message_id names no message of a person"));
  return { kind: "ok", body: { success: true } };
}

function checkLimits(
  deps: MessagesEndpointDeps,
  person: Person,
  type: string,
): GraphError | undefined {
  const now = deps.clock.now();
  const isOpen = person.windowUntilAt !== undefined && now < person.windowUntilAt;
  if (type !== "template" && !isOpen) {
    const details =
      "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
    return { code: 131047, details };
  }
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
  person: Person,
  input: string,
  isToPhone: boolean,
): Answer {
  const wamid = deps.nextWamid(personKey(person), "out");
  const type = messageType(body);
  const isTemplate = type === "template";
  const sent = objectOf(body["template"]);
  const template = sent === undefined || !isTemplate ? undefined : deps.templates.find(sent);
  deps.onTaken(showMessage(wamid, person, deps.clock.now(), body, template), {
    wamid,
    person,
    isToPhone,
    callback: textOf(body["biz_opaque_callback_data"]),
    category: isTemplate ? "utility" : "service",
    isReaction: type === "reaction",
  });
  const contact = isToPhone ? { input, wa_id: person.phone ?? input } : { input, user_id: input };
  const message = { id: wamid, ...(isTemplate ? { message_status: "accepted" } : {}) };
  return {
    kind: "ok",
    body: { messaging_product: "whatsapp", contacts: [contact], messages: [message] },
  };
}
