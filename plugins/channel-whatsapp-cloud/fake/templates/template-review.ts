import {
  type AccountAct,
  assertNever,
  BotError,
  type Clock,
  hourMs,
  type JsonObject,
  type Random,
  secondMs,
} from "sapa/plugin";
import {
  drawMs,
  type Span,
  secondsOf,
} from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";
import type { Change } from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";
import type { Template } from "./template.ts";
import type { Templates } from "./templates.ts";

/** How long a review takes. */
const reviewSpan: Span = { minMs: 30 * secondMs, maxMs: 10 * 60 * secondMs };
/** How long the first and the second pause last; the third time it is disabled. Reference 3.5. */
const pauseMs = [3 * hourMs, 6 * hourMs];

/** What becomes of a template that is handed in: decided by itself, or only when told. */
export type ReviewMode = "approve" | "reject" | "hold";

type Decision = Extract<AccountAct, { readonly kind: "template" }>["decision"];
type Quality = Extract<AccountAct, { readonly kind: "template_quality" }>["quality"];

export interface TemplateReviewDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly templates: Templates;
  readonly mode: ReviewMode;
  readonly tell: (change: Change) => Promise<void>;
}

/** Decides about templates as Meta does, and tells the business of it. */
export class TemplateReview {
  readonly #deps: TemplateReviewDeps;
  #pending = 0;

  constructor(deps: TemplateReviewDeps) {
    this.#deps = deps;
  }

  /** Reviews under way that will end by themselves. */
  get pending(): number {
    return this.#pending;
  }

  /** Begins the review of a template that is new or was changed. */
  begin(template: Template): void {
    const { clock, random, mode } = this.#deps;
    template.status = "PENDING";
    if (mode === "hold") return;
    this.#pending += 1;
    clock.after(drawMs(reviewSpan, random.fraction()), () => {
      this.#pending -= 1;
      // Somebody may have decided, or deleted it, in the meantime.
      if (template.status !== "PENDING" || !this.#isKnown(template)) return;
      if (mode === "approve") void this.decide(template, "approved");
      else void this.decide(template, "rejected", "INCORRECT_CATEGORY");
    });
  }

  /** Finds the template of an act; throws `SIMULATOR_TEMPLATE_UNKNOWN` if there is none. */
  need(name: string, language: string): Template {
    const template = this.#deps.templates.named(name, language);
    if (template !== undefined) return template;
    throw new BotError("SIMULATOR_TEMPLATE_UNKNOWN", `There is no template ${name} in ${language}`);
  }

  /** Carries a decision out; resolves when the business was told. */
  decide(template: Template, decision: Decision, reason?: string): Promise<void> {
    template.reason = reason ?? "NONE";
    switch (decision) {
      case "approved":
        template.status = "APPROVED";
        return this.#tellStatus(template, "APPROVED", {});
      case "rejected":
        template.status = "REJECTED";
        template.reason = reason ?? "INVALID_FORMAT";
        return this.#tellStatus(template, "REJECTED", {});
      case "paused":
        return this.#pause(template);
      case "disabled":
        return this.#disable(template);
      default:
        return assertNever(decision, "decide");
    }
  }

  /** People like the template more, or less. */
  rate(template: Template, quality: Quality): Promise<void> {
    const before = template.quality;
    template.quality = ratings[quality];
    return this.#deps.tell({
      field: "message_template_quality_update",
      value: {
        previous_quality_score: before,
        new_quality_score: template.quality,
        ...names(template),
      },
    });
  }

  #pause(template: Template): Promise<void> {
    const lasts = pauseMs[template.pauses];
    template.pauses += 1;
    if (lasts === undefined) return this.#disable(template);
    const { pauses } = template;
    template.status = "PAUSED";
    this.#deps.clock.after(lasts, () => {
      const isSame = template.status === "PAUSED" && template.pauses === pauses;
      if (isSame && this.#isKnown(template)) void this.decide(template, "approved");
    });
    const title = pauses === 1 ? "FIRST_PAUSE" : "SECOND_PAUSE";
    const description = `Paused for ${lasts / hourMs} hours because of low quality`;
    return this.#tellStatus(template, "PAUSED", { other_info: { title, description } });
  }

  #disable(template: Template): Promise<void> {
    template.status = "DISABLED";
    const info = { disable_date: String(secondsOf(this.#deps.clock.now())) };
    return this.#tellStatus(template, "DISABLED", { disable_info: info });
  }

  #tellStatus(template: Template, event: string, more: JsonObject): Promise<void> {
    return this.#deps.tell({
      field: "message_template_status_update",
      value: {
        event,
        ...names(template),
        message_template_category: template.category,
        reason: template.reason,
        ...more,
      },
    });
  }

  #isKnown(template: Template): boolean {
    return this.#deps.templates.byId(template.id) === template;
  }
}

const ratings = { green: "GREEN", yellow: "YELLOW", red: "RED" } as const;

/** Webhooks write the language with a hyphen; sends with an underscore. Source: reference 2.9. */
function names(template: Template): JsonObject {
  return {
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language.replace("_", "-"),
  };
}
