import type { JsonObject } from "sapa/plugin";
import { type Answer, ok } from "#plugins/channel-whatsapp-cloud/fake/answer.ts";
import type { FakeNumber } from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";

/** What can change about the number. */
export interface NumberState {
  readonly isRestricted: boolean;
  /** Meta's name of how many people may be written to first in a day. */
  readonly limit: string;
}

/** `GET /{phone number}`: the fields that were asked for, and always the id. Source: reference 4.2. */
export function showNumber(number: FakeNumber, state: NumberState, fields: string | null): Answer {
  const all: JsonObject = {
    verified_name: number.verifiedName,
    display_phone_number: number.displayPhoneNumber,
    code_verification_status: "VERIFIED",
    name_status: "APPROVED",
    quality_rating: "GREEN",
    platform_type: "CLOUD_API",
    account_mode: "LIVE",
    throughput: { level: "STANDARD" },
    whatsapp_business_manager_messaging_limit: state.limit,
    health_status: healthOf(number, state),
    webhook_configuration: {},
  };
  const wanted = fields?.split(",") ?? Object.keys(all);
  const shown = Object.entries(all).filter(([name]) => wanted.includes(name));
  return ok({ ...Object.fromEntries(shown), id: number.phoneNumberId });
}

function healthOf(number: FakeNumber, { isRestricted }: NumberState): JsonObject {
  const status = isRestricted ? "BLOCKED" : "AVAILABLE";
  const entities = [
    { entity_type: "PHONE_NUMBER", id: number.phoneNumberId, can_send_message: "AVAILABLE" },
    { entity_type: "WABA", id: number.messagingAccountId, can_send_message: status },
  ];
  return { can_send_message: status, entities };
}
