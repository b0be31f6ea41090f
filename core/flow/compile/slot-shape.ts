import { assertNever } from "#core/lib/assert-never.ts";
import type { DataShape } from "./data-shape.ts";
import { type CompositeType, isComposite, isSentSlot, type Slot, type SlotType } from "./slot.ts";

/** What fits the inputs of a called flow: those with a default may be left out, or be empty. */
export function inputsShape(inputs: ReadonlyMap<string, Slot>): DataShape {
  const all = [...inputs.values()];
  return {
    type: "object",
    properties: Object.fromEntries(
      all.map(({ name, type, initial }) => {
        const shape = slotShape(type);
        return [name, initial === null ? shape : { anyOf: [shape, { type: "null" }] }] as const;
      }),
    ),
    required: all.filter(({ initial }) => initial === null).map(({ name }) => name),
    additionalProperties: false,
  };
}

function compositeShape(type: CompositeType): DataShape {
  if (type.kind === "list") return { type: "array", items: slotShape(type.of) };
  const properties = type.fields.map(
    (field) => [field.name, { anyOf: [slotShape(field.type), { type: "null" }] }] as const,
  );
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

function slotShape(type: SlotType): DataShape {
  if (isComposite(type)) return compositeShape(type);
  if (isSentSlot(type)) return { type: "object" };
  switch (type.kind) {
    case "text":
      return { type: "string", minLength: type.min, maxLength: type.max };
    case "integer":
    case "number":
      return { type: type.kind, minimum: type.min, maximum: type.max };
    case "boolean":
      return { type: "boolean" };
    case "enum":
      return { type: "string", enum: type.values };
    case "datetime":
    case "duration":
      return { type: "integer" };
    case "date":
    case "time":
    case "phone":
    case "email":
    case "url":
      return { type: "string" };
    default:
      return assertNever(type, "slotShape");
  }
}
