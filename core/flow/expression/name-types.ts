/**
 * What the checker knows about a value. Shapes at run time: `text`, `date` (2026-08-17) and `time`
 * (09:30) are strings, `moment` and `duration` whole milliseconds, the rest is what JSON calls it.
 * `any` switches checks off. `nullable` means that the value may be null here: using it where a
 * value is needed is an error unless the expression looks first or gives a default.
 */
export type ValueType = (
  | { readonly kind: "text"; readonly values?: readonly string[] }
  | { readonly kind: "integer" | "number" | "boolean" }
  | { readonly kind: "moment" | "duration" | "date" | "time" }
  | { readonly kind: "list"; readonly of: ValueType }
  | {
      readonly kind: "object";
      readonly fields: NameTypes;
      /** Set if keys outside `fields` exist too, with this type. */
      readonly rest?: ValueType;
      /** Fields that are kept back here → what the author has to do to see them. */
      readonly withheld?: { readonly [name: string]: string };
    }
  | { readonly kind: "any" | "null" }
) & { readonly nullable?: boolean };

export type ValueKind = ValueType["kind"];

/** Names and their types: the top names of an expression, or the fields of an object. */
export type NameTypes = { readonly [name: string]: ValueType };
