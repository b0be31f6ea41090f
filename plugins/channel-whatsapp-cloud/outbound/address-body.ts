import type { Address, JsonObject } from "sapa/plugin";

/**
 * The one field that names the recipient: `to` with a plus where a phone number is known, else
 * `recipient` with the BSUID; never both. Without the plus Meta puts the business's own country
 * code in front and may reach a stranger. Undefined if there is no usable address. Reference 3.1.
 */
export function recipientOf(to: readonly Address[]): JsonObject | undefined {
  const phone = to.find((address) => address.kind === "phone")?.value.replace(/\D/g, "") ?? "";
  if (phone !== "") return { to: `+${phone}` };
  const userId = to.find((address) => address.kind === "user_id")?.value;
  return userId === undefined ? undefined : { recipient: userId };
}
