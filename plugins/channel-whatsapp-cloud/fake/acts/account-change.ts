import { type AccountAct, assertNever, type JsonObject, type Millis } from "sapa/plugin";
import { errorShape } from "#plugins/channel-whatsapp-cloud/fake/error-table.ts";
import { webhookError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { secondsOf } from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";
import {
  aboutNumber,
  type Change,
  type FakeNumber,
  messagesChange,
} from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";

/** Updates about the account that are no template's. Source: reference 2.8 and 2.9. */
export type PlainAccountAct = Exclude<
  AccountAct,
  { readonly kind: "template" | "template_quality" }
>;

export function accountChange(number: FakeNumber, act: PlainAccountAct, at: Millis): Change {
  switch (act.kind) {
    case "restriction":
      return { field: "account_update", value: restriction(act.untilAt, at) };
    case "number_limit":
      return {
        field: "phone_number_quality_update",
        value: {
          display_phone_number: number.displayPhoneNumber,
          event: "ONBOARDING",
          current_limit: act.limit,
          max_daily_conversations_per_business: act.limit,
        },
      };
    case "error": {
      const { title } = errorShape(act.code);
      return messagesChange(number, {
        errors: [webhookError({ code: act.code, details: title })],
      });
    }
    case "vendor":
      return act.field === "messages"
        ? { field: act.field, value: { ...aboutNumber(number), ...act.value } }
        : { field: act.field, value: act.value };
    default:
      return assertNever(act, "accountChange");
  }
}

function restriction(untilAt: Millis | undefined, at: Millis): JsonObject {
  if (untilAt === undefined) {
    const date = String(secondsOf(at));
    const info = { waba_ban_state: "REINSTATE", waba_ban_date: date };
    return { event: "DISABLED_UPDATE", ban_info: info };
  }
  const until = String(secondsOf(untilAt));
  return {
    event: "ACCOUNT_RESTRICTION",
    restriction_info: [
      { restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING", expiration: until },
      { restriction_type: "RESTRICTED_CUSTOMER_INITIATED_MESSAGING", expiration: until },
    ],
  };
}
