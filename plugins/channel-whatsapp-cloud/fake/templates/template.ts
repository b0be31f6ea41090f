import type { JsonObject, Millis, TemplateContent } from "sapa/plugin";
import type { TemplateShape } from "./template-shape.ts";

export type TemplateCategory = "MARKETING" | "UTILITY" | "AUTHENTICATION";
export type TemplateStatus = "PENDING" | "APPROVED" | "REJECTED" | "PAUSED" | "DISABLED";

/** A template of the fake's messaging account, in one language. */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  category: TemplateCategory;
  status: TemplateStatus;
  quality: "GREEN" | "YELLOW" | "RED" | "UNKNOWN";
  /** As they were handed in; undefined for one that was only declared. */
  components: readonly JsonObject[] | undefined;
  shape: TemplateShape;
  /** How long an unread message of it waits for a phone that is off; undefined: 30 days. */
  readonly ttlMs: number | undefined;
  /** Why it was rejected, in Meta's word. */
  reason: string;
  /** How often it was paused: the third time it is disabled. */
  pauses: number;
  /** When it was changed while it was approved, within the last month. */
  editedAt: readonly Millis[];
}

/** A template as the fake is told of it in short. `bodyParameters` left out: any number is taken. */
export interface FakeTemplate {
  readonly name: string;
  readonly language: string;
  readonly category?: "marketing" | "utility" | "authentication" | undefined;
  readonly bodyParameters?: number | undefined;
  /** Labels of its quick-reply buttons, by position. */
  readonly buttons?: readonly string[] | undefined;
  /** Meta's own description of it, which says all of the above and more. */
  readonly components?: readonly JsonObject[] | undefined;
  /** The same in the runtime's words. */
  readonly content?: TemplateContent | undefined;
}

/** What a declared template has to fit when it is sent: no more than was told. */
export function declaredShape(template: FakeTemplate): TemplateShape {
  const { bodyParameters, buttons } = template;
  return {
    isNamed: false,
    header: { kind: "any" },
    bodyText: undefined,
    variables:
      bodyParameters === undefined
        ? undefined
        : Array.from({ length: bodyParameters }, (_, index) => String(index + 1)),
    buttons: (buttons ?? []).map((label) => ({ type: "QUICK_REPLY", label, needsValue: false })),
    hasOtherButtons: true,
    cards: [],
  };
}
