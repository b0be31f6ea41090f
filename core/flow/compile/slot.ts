import type { ValueType } from "#core/flow/expression/name-types.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { Json } from "#core/lib/json.ts";
import type { MediaKind } from "#core/model/message-out.ts";
import { messageTypes } from "./message-types.ts";

/** The type of an answer; bounds are inclusive. */
export type SlotType =
  | {
      readonly kind: "text";
      readonly min: number | undefined;
      readonly max: number | undefined;
      /** True if the whole text fits the author's pattern; linear in the text. */
      readonly pattern: ((text: string) => boolean) | undefined;
    }
  | {
      readonly kind: "integer" | "number";
      readonly min: number | undefined;
      readonly max: number | undefined;
    }
  | {
      readonly kind:
        | "boolean"
        | "date"
        | "time"
        | "datetime"
        | "duration"
        | "phone"
        | "email"
        | "url";
    }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  /** Answered by a message that holds one. `kinds`: the files that will do. */
  | {
      readonly kind: "media";
      readonly kinds: readonly MediaKind[];
      readonly maxBytes: number | undefined;
    }
  | { readonly kind: "location" | "contact_card" | "order" }
  /** `min` and `max` items, at most a hundred. */
  | {
      readonly kind: "list";
      readonly of: SlotType;
      readonly min: number | undefined;
      readonly max: number | undefined;
    }
  /** Every part may be empty. */
  | { readonly kind: "object"; readonly fields: readonly SlotField[] };

export interface SlotField {
  readonly name: string;
  readonly type: SlotType;
}

/** A declared slot. `keep` says whose memory holds it once the run is over; undefined: nobody's. */
export interface Slot {
  readonly name: string;
  readonly type: SlotType;
  readonly keep: "contact" | "conversation" | undefined;
  /** Redacted in logs and never given to an AI provider. */
  readonly isSensitive: boolean;
  /** The value of a run's beginning. */
  readonly initial: Json;
  /** Its declaration is wrong and was reported: it stands for anything. Never in a program. */
  readonly isUnread?: true;
}

const sentKinds = ["media", "location", "contact_card", "order"] as const;

export type SentType = Extract<SlotType, { readonly kind: (typeof sentKinds)[number] }>;

/** True for slots that a message of their own kind answers, and no words. */
export function isSentSlot(type: SlotType): type is SentType {
  return sentKinds.some((kind) => kind === type.kind);
}

export type CompositeType = Extract<SlotType, { readonly kind: "list" | "object" }>;

/** True for slots that hold several values. */
export function isComposite(type: SlotType): type is CompositeType {
  return type.kind === "list" || type.kind === "object";
}

/** True for what words can answer; an object has to be put together. */
export function isWritable(type: SlotType): boolean {
  return type.kind === "list" ? isWritable(type.of) : type.kind !== "object";
}

/** How expressions see the slot, once it is filled. */
export function slotValueType(slot: Slot): ValueType {
  return slot.isUnread === true ? { kind: "any" } : valueTypeOf(slot.type);
}

function compositeValueType(type: CompositeType): ValueType {
  if (type.kind === "list") return { kind: "list", of: valueTypeOf(type.of) };
  const fields = type.fields.map(
    (field) => [field.name, { ...valueTypeOf(field.type), nullable: true }] as const,
  );
  return { kind: "object", fields: Object.fromEntries(fields) };
}

function valueTypeOf(type: SlotType): ValueType {
  if (isComposite(type)) return compositeValueType(type);
  if (isSentSlot(type)) return messageTypes[type.kind];
  switch (type.kind) {
    case "enum":
      return { kind: "text", values: type.values };
    case "datetime":
      return { kind: "moment" };
    case "phone":
    case "email":
    case "url":
      return { kind: "text" };
    case "text":
    case "integer":
    case "number":
    case "boolean":
    case "date":
    case "time":
    case "duration":
      return { kind: type.kind };
    default:
      return assertNever(type, "slotValueType");
  }
}
