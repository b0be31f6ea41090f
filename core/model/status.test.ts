import { expect, test } from "bun:test";
import fc from "fast-check";
import { deliverySchema, nextDelivery } from "./status.ts";

const delivery = fc.constantFrom(...deliverySchema.options);

test("receipts in any order and number end in the same delivery", () => {
  fc.assert(
    fc.property(fc.array(delivery, { minLength: 1 }), fc.nat(), (statuses, turn) => {
      const apply = (list: readonly (typeof statuses)[number][]) =>
        list.reduce<(typeof statuses)[number] | undefined>(nextDelivery, undefined);
      const cut = turn % statuses.length;
      const turned = [...statuses.slice(cut), ...statuses.slice(0, cut)];
      expect(apply(turned)).toBe(apply(statuses));
      expect(apply([...statuses, ...statuses])).toBe(apply(statuses));
    }),
  );
});

test("failed replaces nothing but sent", () => {
  expect(nextDelivery("sent", "failed")).toBe("failed");
  expect(nextDelivery("delivered", "failed")).toBe("delivered");
  expect(nextDelivery("read", "delivered")).toBe("read");
});
