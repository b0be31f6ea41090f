import type { Json, JsonObject } from "#core/lib/json.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import { listOf, objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { type Attempt, readCallback } from "./read-callback.ts";
import { readMessageKind } from "./read-message-kind.ts";
import { type Traffic, traffic } from "./traffic.ts";

/** One thing that a webhook tells. */
export interface WebhookItem {
  readonly kind: Traffic;
  /** Its own JSON text: what it is told by again, and what is kept of it. */
  readonly text: string;
  /** Tells apart what says the same at another time: the vendor's id, else when it was told. */
  readonly id: string;
  /** Whom it is about, if anybody is named. */
  readonly from: string | undefined;
  readonly stampAt: Millis;
}

export interface WebhookContent {
  readonly items: readonly WebhookItem[];
  readonly receipts: readonly {
    readonly send: Attempt | undefined;
    readonly receipt: string;
  }[];
}

const decoder = new TextDecoder();

/** What a webhook of the fake holds: read here once more, not by the code under test. */
export function readWebhook(body: Uint8Array): WebhookContent {
  const whole = objectOf(readJson(decoder.decode(body)));
  const items: WebhookItem[] = [];
  const receipts: WebhookContent["receipts"][number][] = [];
  for (const entry of listOf(whole?.["entry"]).map(objectOf)) {
    const time = textOf(entry?.["time"]) ?? "";
    for (const change of listOf(entry?.["changes"]).map(objectOf)) {
      const value = objectOf(change?.["value"]) ?? {};
      const field = textOf(change?.["field"]) ?? "";
      items.push(...readField(field, value, time));
      if (field === "messages") receipts.push(...readReceipts(value));
    }
  }
  return { items, receipts };
}

function readReceipts(value: JsonObject): WebhookContent["receipts"] {
  return listOf(value["statuses"]).map((item) => {
    const status = objectOf(item);
    const send = readCallback(textOf(status?.["biz_opaque_callback_data"]));
    return { send, receipt: textOf(status?.["status"]) ?? "" };
  });
}

function readField(field: string, value: JsonObject, time: string): readonly WebhookItem[] {
  switch (field) {
    case "messages":
      return [
        ...read(value["messages"], time, readMessageKind),
        ...read(value["errors"], time, () => "account's error"),
      ];
    case "standby": {
      const standby = objectOf(value["standby"]) ?? {};
      return [
        ...read(standby["messages"], time, standbyKind),
        ...read(standby["message_echoes"], time, () => "echo of another app"),
      ];
    }
    case "smb_message_echoes":
      return read(value["message_echoes"], time, () => "echo");
    case "user_preferences":
      return read(value["user_preferences"], time, () => "preference");
    case "calls":
      return read(value["calls"], time, ({ event }) =>
        event === "connect" ? "call" : "call over",
      );
    case "messaging_handovers":
      return read([value], time, ({ sender }) =>
        sender === undefined ? "handover of nobody" : "handover",
      );
    default:
      return read([value], time, () => accountKinds[field] ?? "other update");
  }
}

const accountKinds: Readonly<Record<string, Traffic>> = {
  message_template_status_update: "template decided",
  message_template_quality_update: "template rated",
  account_update: "account restricted",
  phone_number_quality_update: "number's limit",
};

/** What is changed or taken back, and who moves, is told on standby too. */
function standbyKind(item: JsonObject): Traffic {
  const kind = readMessageKind(item);
  if (kind === "edited" || kind === "taken back" || kind === "group") return kind;
  if (kind === "number changed" || kind === "id changed") return kind;
  return traffic[kind].opensWindow ? "on standby" : "on standby, not to be read";
}

function read(
  list: Json | undefined,
  time: string,
  kindOf: (item: JsonObject) => Traffic,
): readonly WebhookItem[] {
  return listOf(list).flatMap((value) => {
    const item = objectOf(value);
    if (item === undefined) return [];
    const kind = kindOf(item);
    const seconds = Number(textOf(item["timestamp"]) ?? time);
    return {
      kind,
      text: JSON.stringify(item),
      id: textOf(item["id"]) ?? time,
      from: personOf(item, kind === "echo"),
      stampAt: toMillis(Number.isFinite(seconds) ? seconds * 1_000 : 0),
    };
  });
}

const writer = ["from_user_id", "from", "user_id", "wa_id"];
const reader = ["to_user_id", "to"];

/** Whose thread an item is about: who wrote it, to whom it went, who moves. */
function personOf(item: JsonObject, isEcho: boolean): string | undefined {
  const places: readonly (readonly [Json | undefined, readonly string[]])[] = [
    [item, isEcho ? reader : writer],
    [item["message"], reader],
    [item["system"], ["previous_user_id", "user_id", "wa_id"]],
    [item["sender"], ["phone_number"]],
  ];
  for (const [holder, keys] of places) {
    const object = objectOf(holder);
    const key = keys.find((name) => object?.[name] !== undefined);
    if (key !== undefined) return textOf(object?.[key]);
  }
  return undefined;
}
