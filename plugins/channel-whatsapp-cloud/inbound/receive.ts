import {
  type AccountId,
  assertNever,
  jsonDepth,
  type Millis,
  sha256Hex,
  type WebhookReading,
  type WebhookRequest,
} from "sapa/plugin";
import type { Config } from "#plugins/channel-whatsapp-cloud/config.ts";
import { isObject, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { readHandshake } from "./handshake.ts";
import { maxJsonDepth } from "./json-bounds.ts";
import type { Own } from "./own.ts";
import { readEnvelope } from "./read-envelope.ts";
import { Updates } from "./updates.ts";
import { verifySignature } from "./verify-signature.ts";

/** Greatest body that is read, in bytes; Meta's own end at 3 MB. Source: reference 1.5. */
const maxBodyBytes = 4_194_304;

const decoder = new TextDecoder();

/** Makes the reader of one account's webhooks. It throws for nothing that can come in. */
export function createReceiver(
  account: AccountId,
  config: Config,
): (request: WebhookRequest) => WebhookReading {
  const own = {
    phoneNumberId: config.phone_number_id,
    messagingAccountId: config.messaging_account_id,
  };
  return (request) => {
    switch (request.method) {
      case "GET":
        return readHandshake(config.verify_token, request.query);
      case "POST":
        break;
      default:
        return assertNever(request.method, "receive");
    }
    const { body, headers, receivedAt } = request;
    if (body.length > maxBodyBytes) {
      return { kind: "refused", status: 400, reason: "the body is longer than 4 MiB" };
    }
    if (!verifySignature(config.app_secrets, headers["x-hub-signature-256"], body)) {
      return { kind: "refused", status: 401, reason: "the signature is missing or wrong" };
    }
    return readSigned(body, account, own, receivedAt);
  };
}

function readSigned(
  body: Uint8Array,
  account: AccountId,
  own: Own,
  receivedAt: Millis,
): WebhookReading {
  const text = decoder.decode(body);
  const updates = new Updates({
    account,
    receivedAt,
    isDeep: jsonDepth(body, maxJsonDepth) > maxJsonDepth,
    bodyDigest: () => sha256Hex(body),
  });
  const envelope = readJson(text);
  if (!isObject(envelope)) {
    updates.unparsed(envelope ?? text, "the body is no JSON object");
  } else if (typeof envelope["object"] !== "string") {
    updates.unparsed(envelope, "the body does not say what it is about");
  } else if (envelope["object"] !== "whatsapp_business_account") {
    return { kind: "foreign", reason: "the webhook is about another product" };
  } else {
    readEnvelope(envelope, own, updates);
  }
  const { events, statuses, foreign } = updates;
  if (foreign > 0 && events.length === 0 && statuses.length === 0) {
    return { kind: "foreign", reason: "the webhook is about another phone number" };
  }
  return { kind: "updates", events, statuses, foreign };
}
