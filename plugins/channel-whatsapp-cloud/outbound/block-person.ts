import type { Address, JsonObject, SendError } from "sapa/plugin";
import {
  readErrorCode,
  readSendError,
} from "#plugins/channel-whatsapp-cloud/errors/read-send-error.ts";
import { listOf, objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { GraphClient } from "./graph-client.ts";
import { netError, unansweredError } from "./net-error.ts";

/**
 * Puts a person on the number's block list, or takes them off it. Meta takes only people who wrote within
 * the last 24 hours, and 64,000 of them; who is on the list cannot write, and does not see the number
 * online. Source: Cloud API, block users; reference 4.3 and 4.8.
 */
export async function blockPerson(
  client: GraphClient,
  addresses: readonly Address[],
  isBlocked: boolean,
): Promise<SendError | undefined> {
  const body = blockBody(addresses);
  if (body === undefined) return undefined;
  const reply = await client.changeBlockList(body, isBlocked);
  if (reply.kind !== "answer") return unansweredError(reply, doAgain);
  const answer = objectOf(readJson(reply.body));
  const lists = objectOf(answer?.["block_users"]);
  const error = refusalIn(lists) ?? objectOf(answer?.["error"]);
  if (error !== undefined && readErrorCode(error) !== undefined) return readSendError(error);
  // Whom Meta had there before may be in no list of the answer.
  if (reply.status === 200 && lists !== undefined) return undefined;
  return netError(`HTTP_${reply.status}`, "The answer is not that of the block list");
}

const doAgain = "Do it again: to Meta once is the same as twice.";

/** By the id that Meta never changes; undefined: there is nothing that it would know the person by. */
export function blockBody(addresses: readonly Address[]): JsonObject | undefined {
  const id = addresses.find(({ kind }) => kind === "user_id")?.value;
  const phone = addresses.find(({ kind }) => kind === "phone")?.value;
  const user = id === undefined ? phone && { user: `+${phone}` } : { user_id: id };
  if (user === undefined || user === "") return undefined;
  return { messaging_product: "whatsapp", block_users: [user] };
}

/** What Meta says of the one person, which tells more than that some could not be blocked. */
function refusalIn(lists: JsonObject | undefined): JsonObject | undefined {
  const [failed] = listOf(lists?.["failed_users"]);
  const [error] = listOf(objectOf(failed)?.["errors"]);
  return objectOf(error);
}
