import type { Address, SendError } from "sapa/plugin";
import {
  readErrorCode,
  readSendError,
} from "#plugins/channel-whatsapp-cloud/errors/read-send-error.ts";
import { objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { GraphClient } from "./graph-client.ts";
import { netError, unansweredError } from "./net-error.ts";

/**
 * Takes a person out of Meta's contact book, which keeps the phone number that goes with a BSUID. Whom
 * Meta never put there is no failure. Source: Cloud API, contact book.
 */
export async function forgetPerson(
  client: GraphClient,
  addresses: readonly Address[],
): Promise<SendError | undefined> {
  for (const { kind, value } of addresses) {
    if (kind !== "user_id") continue;
    const reply = await client.deleteContact(value);
    if (reply.kind !== "answer") return unansweredError(reply, whatNow);
    const body = objectOf(readJson(reply.body));
    const error = objectOf(body?.["error"]);
    if (error !== undefined && readErrorCode(error) !== undefined) return readSendError(error);
    if (reply.status !== 200 || body?.["success"] !== true) {
      return netError(`HTTP_${reply.status}`, "The answer is not that of the contact book");
    }
  }
  return undefined;
}

const whatNow =
  "Nothing from here; who is to be sure turns the contact book off in Business Suite.";
