import type { AccountId } from "#core/lib/ids.ts";
import type { WebhookRequest } from "#core/model/ports/channel.ts";
import type { Answering } from "./serve.ts";

/** Hands a simulator's webhook to the door by which those of the network come; gives the status. */
export async function deliverWebhook(
  http: Answering,
  account: AccountId,
  webhook: WebhookRequest,
): Promise<number> {
  const query = new URLSearchParams(webhook.query).toString();
  const { method, headers } = webhook;
  const request = new Request(`http://simulator/webhooks/${account}?${query}`, {
    method,
    headers,
    ...(method === "POST" ? { body: new Uint8Array(webhook.body) } : {}),
  });
  const response = await http.fetch(request);
  return response.status;
}
