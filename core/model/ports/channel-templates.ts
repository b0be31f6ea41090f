import type { SendError } from "#core/model/status.ts";
import type {
  TemplateCategory,
  TemplateContent,
  TemplateDefinition,
  TemplateQuality,
  TemplateStatus,
} from "#core/model/template.ts";

/** A template as the network has it. */
export interface NetworkTemplate {
  readonly vendorId: string;
  readonly name: string;
  readonly language: string;
  readonly status: TemplateStatus;
  readonly category?: TemplateCategory;
  readonly quality?: TemplateQuality;
  /** Why it is not approved, in the network's words. */
  readonly reason?: string;
  /** Absent: it has parts that no definition can have, such as a picture. */
  readonly content?: TemplateContent;
}

/** What a network lets its users do with templates, and how often. */
export interface TemplateRules {
  /** Changes of one that is approved: in a day, and in `monthMs`. Others may be changed at any time. */
  readonly editsPerDay: number;
  readonly editsPerMonth: number;
  readonly monthMs: number;
  readonly createsPerHour: number;
  /** How long the name of a deleted one cannot be used again. */
  readonly nameRestMs: number;
  /** The longest that a pause lasts. */
  readonly pauseMs: number;
}

export type TemplateListing =
  | { readonly kind: "listed"; readonly templates: readonly NetworkTemplate[] }
  | { readonly kind: "failed"; readonly error: SendError };

/**
 * How a request ended. `failed`: nothing was done, but for `isUnsure`, where nobody knows; `isWhole`: the
 * same would become of every other request now.
 */
export type TemplateOutcome =
  | {
      readonly kind: "done";
      readonly vendorId?: string;
      readonly status?: TemplateStatus;
      readonly category?: TemplateCategory;
    }
  | {
      readonly kind: "failed";
      readonly error: SendError;
      readonly isWhole: boolean;
      readonly isUnsure: boolean;
    };

/** The templates of an account on its network. */
export interface ChannelTemplates {
  readonly rules: TemplateRules;
  /** All of them. */
  list(): Promise<TemplateListing>;
  create(definition: TemplateDefinition): Promise<TemplateOutcome>;
  /** Changes what one says; its category only where `hasCategory`, since one that is approved keeps it. */
  edit(
    vendorId: string,
    definition: TemplateDefinition,
    hasCategory: boolean,
  ): Promise<TemplateOutcome>;
  /** Deletes one in one language. */
  remove(template: Pick<NetworkTemplate, "vendorId" | "name">): Promise<TemplateOutcome>;
}
