import type { Net, NetReply, NetRequest } from "#core/model/ports/net.ts";
import { account } from "#test/fuzz/account.ts";

/** A picture, as far as its first bytes tell. */
const picture = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00]);
const fileUrl = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1";
/** Whom a message goes to; a read receipt goes to nobody. */
const receiverShape = /"(?:to|recipient)":"\+?([^"]+)"/;

/** The Graph API, answering everything at once; `onSent` gets the phone or id of whoever is sent to. */
export function createStubNet(onSent: (receiver: string) => void): Net {
  let taken = 0;

  function post({ body }: NetRequest): NetReply {
    const receiver = receiverShape.exec(typeof body === "string" ? body : "")?.[1];
    taken += 1;
    if (receiver !== undefined) onSent(receiver);
    return json({
      messaging_product: "whatsapp",
      contacts: [],
      messages: [{ id: `wamid.OUT${taken}` }],
    });
  }

  function get({ url, as }: NetRequest): NetReply {
    if (as === "bytes") {
      const headers = { "content-type": "image/jpeg" };
      return { kind: "answer", status: 200, headers, body: "", bytes: picture };
    }
    if (!url.includes("phone_number_id=")) return json({ id: account.phoneNumberId });
    return json({ url: fileUrl, mime_type: "image/jpeg", file_size: picture.length, id: "1" });
  }

  return {
    request: (request) => Promise.resolve(request.method === "POST" ? post(request) : get(request)),
  };
}

function json(body: Readonly<Record<string, unknown>>): NetReply {
  const headers = { "content-type": "application/json" };
  return { kind: "answer", status: 200, headers, body: JSON.stringify(body) };
}
