import { z } from "zod";
import { parseJson } from "#core/lib/json.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import { type Attempt, readCallback } from "./read-callback.ts";

const textBody = z.object({ body: z.string() });
const message = z.object({
  id: z.string(),
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  timestamp: z.string(),
  type: z.string(),
  text: textBody.optional(),
});
const status = z.object({
  status: z.string(),
  timestamp: z.string(),
  biz_opaque_callback_data: z.string().optional(),
});
const webhook = z.object({
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          value: z.object({
            messages: z.array(message).default([]),
            statuses: z.array(status).default([]),
          }),
        }),
      ),
    }),
  ),
});

export interface WebhookContent {
  readonly messages: readonly {
    readonly wamid: string;
    readonly from: string | undefined;
    readonly type: string;
    readonly text: string;
    readonly stampAt: Millis;
  }[];
  readonly receipts: readonly {
    readonly send: Attempt | undefined;
    readonly receipt: string;
    readonly stampAt: Millis;
  }[];
}

/** What a webhook of the fake holds: read here once more, not by the code under test. */
export function readWebhook(body: Uint8Array): WebhookContent {
  const text = new TextDecoder().decode(body);
  const values = parseJson(webhook, text, "webhook").entry.flatMap((entry) =>
    entry.changes.map((change) => change.value),
  );
  return {
    messages: values.flatMap(({ messages }) =>
      messages.map((item) => ({
        wamid: item.id,
        from: item.from_user_id ?? item.from,
        type: item.type,
        text: item.text?.body ?? "",
        stampAt: toMillis(Number(item.timestamp) * 1_000),
      })),
    ),
    receipts: values.flatMap(({ statuses }) =>
      statuses.map((item) => ({
        send: readCallback(item.biz_opaque_callback_data),
        receipt: item.status,
        stampAt: toMillis(Number(item.timestamp) * 1_000),
      })),
    ),
  };
}
