import type { Json, Net, NetReply } from "sapa/plugin";
import type { Config } from "#plugins/channel-whatsapp-cloud/config.ts";
import type { MultipartBody } from "#plugins/channel-whatsapp-cloud/media/multipart-body.ts";

/** How long a send may take; then its outcome is unknown. Source: reliability page, part 5. */
const sendTimeoutMs = 12_000;
/** Checks, look-ups and read receipts are not worth waiting for. */
const sideTimeoutMs = 6_000;
/** A file of 100 MB, either way, over a line of 1 MB/s. */
const fileTimeoutMs = 120_000;
const maxAnswerBytes = 65_536;
/** Meta looks at a template while one waits, and a page holds 100 of them. */
const manageBounds = { timeoutMs: 30_000, maxBytes: 4_194_304 };
/** Some servers of Meta's answer no request without a name. Source: reference 3.6. */
const userAgent = "sapa";

/** The calls that a channel makes, with address, version and token filled in. */
export interface GraphClient {
  readonly phoneNumberId: string;
  readonly messagingAccountId: string | undefined;
  /** The origin that the owner configured; it may get the token. */
  readonly graphUrl: string;
  /** POST to the number's messages. `isSide`: a read receipt, with the shorter time limit. */
  postMessage(body: Json, isSide: boolean): Promise<NetReply>;
  /** GET fields of the number. */
  getNumber(fields: readonly string[]): Promise<NetReply>;
  /** DELETE what Meta's contact book has of a person. */
  deleteContact(userId: string): Promise<NetReply>;
  /** POST people to the number's block list, or DELETE them from it. */
  changeBlockList(body: Json, isBlocked: boolean): Promise<NetReply>;
  /** A request about templates; `path` is below the version. */
  manage(method: "GET" | "POST" | "DELETE", path: string, body?: Json): Promise<NetReply>;
  /** POST a file to the number's media. */
  postMedia(form: MultipartBody): Promise<NetReply>;
  /** GET where a file of the number's is, by Meta's id of it. */
  getMedia(id: string): Promise<NetReply>;
  /** GET a file's bytes, with the token: only from an address that `metaAddress` let through. */
  getBytes(url: string, maxBytes: number): Promise<NetReply>;
}

export function createGraphClient(net: Net, config: Config): GraphClient {
  const baseUrl = `${config.graph_url}/${config.graph_version}`;
  const numberUrl = `${baseUrl}/${config.phone_number_id}`;
  const authorization = `Bearer ${config.token}`;
  const postHeaders = { authorization, "content-type": "application/json" };
  return {
    phoneNumberId: config.phone_number_id,
    messagingAccountId: config.messaging_account_id,
    graphUrl: config.graph_url,
    postMessage: (body, isSide) =>
      net.request({
        method: "POST",
        url: `${numberUrl}/messages`,
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
    deleteContact: (userId) =>
      net.request({
        method: "DELETE",
        url: `${numberUrl}/contact_book?messaging_product=whatsapp&bsuid=${encodeURIComponent(userId)}`,
        headers: { authorization },
        timeoutMs: sideTimeoutMs,
        maxBytes: maxAnswerBytes,
      }),
    changeBlockList: (body, isBlocked) =>
      net.request({
        method: isBlocked ? "POST" : "DELETE",
        url: `${numberUrl}/block_users`,
        headers: postHeaders,
        body: JSON.stringify(body),
        timeoutMs: sideTimeoutMs,
        maxBytes: maxAnswerBytes,
      }),
    manage: (method, path, body) =>
      net.request({
        method,
        url: `${baseUrl}/${path}`,
        ...(body === undefined
          ? { headers: { authorization } }
          : { headers: postHeaders, body: JSON.stringify(body) }),
        ...manageBounds,
      }),
    postMedia: ({ contentType, body }) =>
      net.request({
        method: "POST",
        url: `${numberUrl}/media`,
        headers: { authorization, "content-type": contentType },
        body,
        timeoutMs: fileTimeoutMs,
        maxBytes: maxAnswerBytes,
      }),
    getMedia: (id) =>
      net.request({
        method: "GET",
        url: `${baseUrl}/${encodeURIComponent(id)}?phone_number_id=${config.phone_number_id}`,
        headers: { authorization },
        timeoutMs: sideTimeoutMs,
        maxBytes: maxAnswerBytes,
      }),
    getBytes: (url, maxBytes) =>
      net.request({
        method: "GET",
        url,
        headers: { authorization, "user-agent": userAgent },
        as: "bytes",
        timeoutMs: fileTimeoutMs,
        maxBytes,
      }),
  };
}
