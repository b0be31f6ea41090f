import { type EventBody, type JsonObject, maxInboundTextChars } from "sapa/plugin";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { maxIdChars } from "./common-fields.ts";
import { channelKind, phoneAddress, userIdAddress } from "./read-sender.ts";
import { describeText, needText, unreadable } from "./unreadable.ts";

/**
 * What a person of ours wrote from the WhatsApp Business app; the `sender` is the person that they
 * wrote to, whose thread it is. One to a group is told to people. Source: reference 2.9.
 */
export function readEcho(item: JsonObject): EventBody {
  if (item["group_id"] !== undefined || item["recipient_type"] === "group") {
    return { kind: "account", field: "smb_message_echoes.group", value: item };
  }
  const addresses = [
    ...userIdAddress(item["to_user_id"]),
    ...userIdAddress(item["to_parent_user_id"]),
    ...phoneAddress(item["to"]),
  ];
  if (addresses.length === 0) throw unreadable("the echo names nobody it went to");
  return {
    kind: "echo",
    id: needText(item["id"], "id", maxIdChars),
    vendorKind: describeText(textOf(item["type"]), 200) ?? "unknown",
    text: wordsOf(objectOf(objectOf(item["edit"])?.["message"]) ?? item),
    sender: { scope: channelKind, addresses },
  };
}

/** A text, or the words beside a file. */
function wordsOf(item: JsonObject): string | undefined {
  const content = objectOf(item[textOf(item["type"]) ?? ""]);
  return describeText(content?.["body"] ?? content?.["caption"], maxInboundTextChars);
}
