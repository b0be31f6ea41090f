import type { Log } from "sapa/plugin";
import { readErrorCode } from "#plugins/channel-whatsapp-cloud/errors/read-send-error.ts";
import { objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { GraphClient } from "./graph-client.ts";

/**
 * Marks a message and all before it as read, with "typing…" for up to 25 s if a reply follows. A
 * failure is logged and never tried again: late, it would only confuse. Source: reference 3.2.
 */
export async function acknowledgeMessage(
  client: GraphClient,
  log: Log,
  vendorId: string,
  typing: boolean,
): Promise<void> {
  const reply = await client.postMessage(
    {
      messaging_product: "whatsapp",
      status: "read",
      message_id: vendorId,
      ...(typing ? { typing_indicator: { type: "text" } } : {}),
    },
    true,
  );
  if (reply.kind === "answer" && reply.status === 200) return;
  const error =
    reply.kind === "answer" ? objectOf(objectOf(readJson(reply.body))?.["error"]) : undefined;
  log.debug("channel.read-receipt-failed", { code: readErrorCode(error), reply: reply.kind });
}
