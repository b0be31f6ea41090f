import { type AccountAct, assertNever, type Clock, type Millis } from "sapa/plugin";
import type { NumberState } from "#plugins/channel-whatsapp-cloud/fake/endpoints/phone-number.ts";
import type { TemplateReview } from "#plugins/channel-whatsapp-cloud/fake/templates/template-review.ts";
import type { Change, FakeNumber } from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";
import type { WebhookSender } from "#plugins/channel-whatsapp-cloud/fake/webhook-sender.ts";
import { accountChange } from "./account-change.ts";

export interface AnnouncerDeps {
  readonly clock: Clock;
  readonly number: FakeNumber;
  readonly webhooks: WebhookSender;
}

export interface Announcer {
  /** Does what the network decides about the account, and tells it. */
  readonly announce: (act: AccountAct, review: TemplateReview) => Promise<void>;
  readonly restrictedUntilAt: () => Millis | undefined;
  readonly numberState: () => NumberState;
  /** Tells something after a while. */
  readonly tellLater: (delayMs: number, change: () => Change) => void;
  /** How many things are still to be told later. */
  readonly pending: () => number;
}

/** What the network itself tells: about the account at once, and what follows from acts later. */
export function createAnnouncer({ clock, number, webhooks }: AnnouncerDeps): Announcer {
  let restrictedUntilAt: Millis | undefined;
  let limit = "TIER_2K";
  let pending = 0;
  return {
    announce: async (act, review) => {
      switch (act.kind) {
        case "template":
          return await review.decide(review.need(act.name, act.language), act.decision, act.reason);
        case "template_quality":
          return await review.rate(review.need(act.name, act.language), act.quality);
        case "restriction":
          restrictedUntilAt = act.untilAt;
          break;
        case "number_limit":
          ({ limit } = act);
          break;
        case "error":
        case "vendor":
          break;
        default:
          assertNever(act, "announce");
      }
      await webhooks.send(accountChange(number, act, clock.now())).done;
    },
    restrictedUntilAt: () => restrictedUntilAt,
    numberState: () => ({
      isRestricted: restrictedUntilAt !== undefined && clock.now() < restrictedUntilAt,
      limit,
    }),
    tellLater: (delayMs, change) => {
      pending += 1;
      clock.after(delayMs, () => {
        pending -= 1;
        void webhooks.send(change());
      });
    },
    pending: () => pending,
  };
}
