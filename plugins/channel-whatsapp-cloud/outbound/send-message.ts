import type { ChannelOutcome, ChannelSend } from "sapa/plugin";
import { recipientOf } from "./address-body.ts";
import { contentBody } from "./content-body.ts";
import type { GraphClient } from "./graph-client.ts";
import { readOutcome } from "./read-outcome.ts";

/** Posts one message and tells what became of it. */
export async function sendMessage(client: GraphClient, send: ChannelSend): Promise<ChannelOutcome> {
  const recipient = recipientOf(send.to);
  if (recipient === undefined) {
    const error = {
      code: "RECIPIENT_MISSING",
      title: "The contact has no phone number and no user id",
      meaning: "Nothing is known by which WhatsApp could reach this person.",
      action: "Wait until the person writes, or add their phone number.",
    };
    return { kind: "rejected", error, effect: "unreachable" };
  }
  const account = client.messagingAccountId;
  const reply = await client.postMessage(
    {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      ...recipient,
      ...contentBody(send.message),
      biz_opaque_callback_data: send.callback,
      ...(account === undefined ? {} : { messaging_account_id: account }),
    },
    false,
  );
  return readOutcome(reply);
}
