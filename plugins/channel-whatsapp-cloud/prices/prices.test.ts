import { expect, test } from "bun:test";
import { type StatusUpdate, toMillis } from "sapa/plugin";
import { createPrices } from "./create-prices.ts";

const text = { kind: "text", text: "hi" } as const;
const template = { kind: "template", name: "t", language: "id" } as const;
const phone = (value: string) => [{ kind: "phone", value }] as const;
const prices = createPrices({});
const told = (price: Record<string, string | boolean>, to = phone("6281")): number | undefined => {
  const at = toMillis(0);
  const status: StatusUpdate = { vendorId: "w", status: "sent", at, price, recipient: [...to] };
  return prices.told(status);
};

test("a message costs the most that it can in its person's country, and the dearest where none is known", () => {
  expect(prices.most({ to: phone("6281234"), message: text })).toBe(25_000);
  expect(prices.most({ to: phone("6281234"), message: template })).toBe(136_000);
  expect(prices.most({ to: [{ kind: "user_id", value: "BR.1" }], message: text })).toBe(8_500);
  expect(prices.most({ to: phone("1555"), message: text })).toBe(55_000);
  expect(prices.most({ to: [], message: template })).toBe(159_700);
});

test("lines of the owner's rate card stand in place of what is known", () => {
  const rates = { marketing: 0.03, utility: 0.01, authentication: 0.02 };
  const own = createPrices({ ID: rates, "*": { ...rates, utility: 0.001 } });
  expect(own.most({ to: phone("6281"), message: text })).toBe(10_000);
  expect(own.most({ to: phone("6281"), message: template })).toBe(30_000);
  expect(own.most({ to: phone("4930"), message: text })).toBe(1_000);
});

test("a receipt tells what it was: free, its category, or nothing yet", () => {
  expect(told({ type: "free_customer_service", category: "service" })).toBe(0);
  expect(told({ type: "free_entry_point", category: "referral_conversion" })).toBe(0);
  expect(told({ billable: false, pricing_model: "PMP" })).toBe(0);
  expect(told({ type: "regular", category: "service" })).toBe(25_000);
  expect(told({ type: "regular", category: "marketing_lite" })).toBe(41_100);
  expect(told({ type: "regular", category: "general_purpose_ai" })).toBeUndefined();
  expect(prices.told({ vendorId: "w", status: "delivered", at: toMillis(0) })).toBeUndefined();
});

test("no receipt tells of more than was reserved for what was sent", () => {
  for (const to of [phone("6281"), phone("5511"), phone("5411"), phone("1555")]) {
    const most = prices.most({ to, message: template });
    for (const category of ["marketing", "utility", "service", "authentication-international"]) {
      expect(told({ type: "regular", category }, to)).toBeLessThanOrEqual(most);
    }
    const most1 = prices.most({ to, message: text });
    expect(told({ type: "regular", category: "service" }, to)).toBeLessThanOrEqual(most1);
  }
});
