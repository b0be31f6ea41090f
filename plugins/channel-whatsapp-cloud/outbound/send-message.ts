import type { ChannelOutcome, ChannelSend, JsonObject, MessageOut } from "sapa/plugin";
import { findExcess } from "#plugins/channel-whatsapp-cloud/limits/find-excess.ts";
import { type KeptSource, keptSources } from "#plugins/channel-whatsapp-cloud/media/map-sources.ts";
import type { Uploads } from "#plugins/channel-whatsapp-cloud/media/uploads.ts";
import { recipientOf } from "./address-body.ts";
import { contentBody } from "./content-body.ts";
import { contextBody } from "./frame-body.ts";
import type { GraphClient } from "./graph-client.ts";
import { readOutcome } from "./read-outcome.ts";
import { contactRequestBody } from "./request-body.ts";

/** Posts the content to the recipient of this send. */
type Post = (content: JsonObject) => Promise<ChannelOutcome>;

/** Uploads what a message needs; undefined if Meta has it all, or the message will be refused anyway. */
export async function prepareMessage(
  uploads: Uploads,
  message: MessageOut,
): Promise<ChannelOutcome | undefined> {
  const kept = keptSources(message);
  if (kept.length === 0 || findExcess(message) !== undefined) return undefined;
  const prepared = await uploads.prepare(message, kept);
  return prepared.kind === "failed" ? prepared.outcome : undefined;
}

/** Posts one message, with the files that are not there yet first, and tells what became of it. */
export async function sendMessage(
  client: GraphClient,
  uploads: Uploads,
  send: ChannelSend,
): Promise<ChannelOutcome> {
  const recipient = recipientOf(send.to);
  if (recipient === undefined) return unreachable;
  const excess = findExcess(send.message);
  if (excess !== undefined) return { kind: "rejected", error: excess, effect: "none" };
  const account = client.messagingAccountId;
  const post: Post = async (content) => {
    const body = {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      ...recipient,
      ...content,
      biz_opaque_callback_data: send.callback,
      ...(account === undefined ? {} : { messaging_account_id: account }),
    };
    return readOutcome(await client.postMessage(body, false));
  };
  const { message } = send;
  if (message.kind === "request_contact") return askForContact(message, post);
  const kept = keptSources(message);
  return kept.length === 0 ? post(contentBody(message)) : sendFiles(message, kept, uploads, post);
}

const unreachable: ChannelOutcome = {
  kind: "rejected",
  error: {
    code: "RECIPIENT_MISSING",
    title: "The contact has no phone number and no user id",
    meaning: "Nothing is known by which WhatsApp could reach this person.",
    action: "Wait until the person writes, or add their phone number.",
  },
  effect: "unreachable",
};

/** Codes for a value that Meta does not take; nothing was sent. Source: reference 3.3, 4.7. */
const badValueCodes: ReadonlySet<string> = new Set(["100", "131009"]);
/** With these Meta also says that it no longer has a file that it once gave an id for. */
const fileGoneCodes: ReadonlySet<string> = new Set([...badValueCodes, "131053"]);

const fileGoneRetryMs = 1_000;

/**
 * A message with an older upload in it may be refused because Meta has dropped the file: certainly
 * not sent then, it comes again with a new upload, after the gate has been asked again.
 */
async function sendFiles(
  message: MessageOut,
  kept: readonly KeptSource[],
  uploads: Uploads,
  post: Post,
): Promise<ChannelOutcome> {
  const prepared = await uploads.prepare(message, kept);
  if (prepared.kind === "failed") return prepared.outcome;
  const outcome = await post(contentBody(prepared.message));
  if (outcome.kind !== "rejected" || !prepared.isReused) return outcome;
  if (!fileGoneCodes.has(outcome.error.code)) return outcome;
  uploads.forget(kept);
  return { kind: "retry", afterMs: fileGoneRetryMs, error: outcome.error };
}

/** Where the newer type is not known yet, the older one is tried, once. Source: reference 3.3. */
async function askForContact(
  message: Extract<MessageOut, { kind: "request_contact" }>,
  post: Post,
): Promise<ChannelOutcome> {
  const outcome = await post(contentBody(message));
  if (!isRefusedWith(outcome, badValueCodes)) return outcome;
  const older = contactRequestBody(message, "contact_request");
  const second = await post({ ...contextBody(message), ...older });
  // The newer type's refusal says more: it is the one that Meta documents.
  return second.kind === "rejected" ? outcome : second;
}

function isRefusedWith(outcome: ChannelOutcome, codes: ReadonlySet<string>): boolean {
  return outcome.kind === "rejected" && codes.has(outcome.error.code);
}
