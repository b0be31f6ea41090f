import type { Json, Net, NetReply } from "sapa/plugin";
import type { Config } from "#plugins/channel-whatsapp-cloud/config.ts";

/** How long a send may take; then its outcome is unknown. Source: reliability page, part 5. */
const sendTimeoutMs = 12_000;
/** Checks and read receipts are not worth waiting for. */
const sideTimeoutMs = 6_000;
const maxAnswerBytes = 65_536;

/** The calls that a channel makes, with address, version and token filled in. */
export interface GraphClient {
  readonly phoneNumberId: string;
  readonly messagingAccountId: string | undefined;
  /** POST to the number's messages. `isSide`: a read receipt, with the shorter time limit. */
  postMessage(body: Json, isSide: boolean): Promise<NetReply>;
  /** GET fields of the number. */
  getNumber(fields: readonly string[]): Promise<NetReply>;
}

export function createGraphClient(net: Net, config: Config): GraphClient {
  const numberUrl = `${config.graph_url}/${config.graph_version}/${config.phone_number_id}`;
  const messagesUrl = `${numberUrl}/messages`;
  const authorization = `Bearer ${config.token}`;
  const postHeaders = { authorization, "content-type": "application/json" };
  return {
    phoneNumberId: config.phone_number_id,
    messagingAccountId: config.messaging_account_id,
    postMessage: (body, isSide) =>
      net.request({
        method: "POST",
        url: messagesUrl,
        headers: postHeaders,
        body: JSON.stringify(body),
        timeoutMs: isSide ? sideTimeoutMs : sendTimeoutMs,
        maxBytes: maxAnswerBytes,
      }),
    getNumber: (fields) =>
      net.request({
        method: "GET",
        url: `${numberUrl}?fields=${fields.join(",")}`,
        headers: { authorization },
        timeoutMs: sideTimeoutMs,
        maxBytes: maxAnswerBytes,
      }),
  };
}
