import type { SendError } from "sapa/plugin";
import {
  readErrorCode,
  readSendError,
} from "#plugins/channel-whatsapp-cloud/errors/read-send-error.ts";
import { objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { GraphClient } from "./graph-client.ts";
import { netError } from "./net-error.ts";

const fields = ["verified_name", "display_phone_number", "code_verification_status"];

/** Asks Meta for the number's fields: token, id and address are good if it answers with the id. */
export async function checkAccount(client: GraphClient): Promise<SendError | undefined> {
  const reply = await client.getNumber(fields);
  if (reply.kind !== "answer") return netError("NET_UNSENT", reply.reason);
  const body = objectOf(readJson(reply.body));
  const error = objectOf(body?.["error"]);
  if (error !== undefined && readErrorCode(error) !== undefined) return readSendError(error);
  if (reply.status === 200 && textOf(body?.["id"]) === client.phoneNumberId) return undefined;
  return netError(`HTTP_${reply.status}`, "The answer is not that of this phone number");
}
