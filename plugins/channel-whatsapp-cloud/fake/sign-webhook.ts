import { hmacHex, type Json, type Millis, type WebhookRequest } from "sapa/plugin";

const special = /[/\u007f-\uffff]/g;

/** JSON text as Meta writes it: everything beyond ASCII as `\uXXXX` in lower case, `/` as `\/`. */
export function metaJson(value: Json): string {
  return JSON.stringify(value).replace(special, (character) =>
    character === "/" ? "\\/" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The POST that Meta makes of a body: signed over exactly these bytes. */
export function signWebhook(secret: string, body: Uint8Array, at: Millis): WebhookRequest {
  return {
    method: "POST",
    query: {},
    headers: {
      "content-type": "application/json",
      "content-length": String(body.length),
      "user-agent": "facebookexternalua",
      "x-hub-signature-256": `sha256=${hmacHex(secret, body)}`,
    },
    body,
    receivedAt: at,
  };
}
