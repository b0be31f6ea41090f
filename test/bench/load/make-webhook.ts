import { createHmac } from "node:crypto";
import { makeWamid } from "./make-wamid.ts";
import type { MockReply } from "./mock-graph.ts";

/** The message number `index` of a run as Meta would post it, head and body in one buffer. */
export function makeWebhook(options: {
  readonly secret: string;
  readonly runId: string;
  readonly index: number;
  readonly person: number;
  readonly stampSeconds: number;
}): Buffer {
  const { secret, runId, index, person, stampSeconds } = options;
  const phone = `62812${String(100_000_000 + person)}`;
  return post(
    secret,
    `"contacts":[{"profile":{"name":"Person ${person}"},"wa_id":"${phone}"}],` +
      `"messages":[{"from":"${phone}","id":"${makeWamid(phone, `${runId}${index}`)}",` +
      `"timestamp":"${stampSeconds}","text":{"body":"echo ${index}"},"type":"text"}]`,
  );
}

/** A receipt of a reply. */
export function makeStatus(options: {
  readonly secret: string;
  readonly status: string;
  readonly reply: MockReply;
  readonly stampSeconds: number;
}): Buffer {
  const { secret, status, stampSeconds } = options;
  const { wamid, to, callback } = options.reply;
  const opaque = callback === "" ? "" : `"biz_opaque_callback_data":"${callback}",`;
  return post(
    secret,
    `"statuses":[{"id":"${wamid}","status":"${status}","timestamp":"${stampSeconds}",` +
      `"recipient_id":"${to}",${opaque}"pricing":{"billable":true,"pricing_model":"PMP",` +
      '"category":"service","type":"regular"}}]',
  );
}

function post(secret: string, content: string): Buffer {
  const body =
    '{"object":"whatsapp_business_account","entry":[{"id":"100000000000001","changes":[{"value":' +
    '{"messaging_product":"whatsapp","metadata":{"display_phone_number":"6281100000001",' +
    `"phone_number_id":"200000000000002"},${content}},"field":"messages"}]}]}`;
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return Buffer.from(
    "POST /webhooks/whatsapp HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n" +
      `x-hub-signature-256: sha256=${signature}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}
