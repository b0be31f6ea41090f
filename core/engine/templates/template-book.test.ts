import { expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import { hourMs, later, secondMs, toMillis } from "#core/lib/millis.ts";
import { createTemplateBook } from "./template-book.ts";

const shop = accountId("shop");
const at = toMillis(1_800_000_000_000);
const promo = { name: "promo", language: "en_US" };

test("what a network tells is kept, and the newest status counts", () => {
  const book = createTemplateBook([]);
  expect(book.hear(shop, { ...promo, vendorId: "7", status: "approved" }, at)).toMatchObject({
    status: "approved",
    statusAt: at,
    vendorId: "7",
  });
  const untilAt = later(at, 3 * hourMs);
  const paused = book.hear(shop, { ...promo, status: "paused", reason: "LOW", untilAt }, at);
  expect(paused).toMatchObject({ status: "paused", reason: "LOW", untilAt });
  expect(book.hear(shop, { ...promo, status: "approved" }, later(at, -secondMs))).toBeUndefined();
  expect(book.refusal(shop, { name: "promo", language: "en-US" }, at)).toBe("paused");
  expect(book.refusal(shop, { name: "promo", language: "en" }, at)).toBeUndefined();
  expect(book.refusal(accountId("other"), promo, at)).toBeUndefined();
  expect(book.refusal(shop, promo, untilAt)).toBeUndefined();
  const approved = book.hear(shop, { ...promo, status: "approved" }, later(at, 1));
  expect(approved).toEqual({
    account: shop,
    ...promo,
    vendorId: "7",
    status: "approved",
    statusAt: later(at, 1),
    editedAt: [],
  });
});

test("news that name no template are those of the id; of an unknown one they are nothing", () => {
  const book = createTemplateBook([]);
  expect(book.hear(shop, { vendorId: "7", category: "marketing" }, at)).toBeUndefined();
  book.hear(shop, { ...promo, vendorId: "7", status: "approved", nextCategory: "marketing" }, at);
  const record = book.hear(shop, { vendorId: "7", category: "marketing", quality: "red" }, at);
  expect(record).toMatchObject({ name: "promo", category: "marketing", quality: "red" });
  expect(record).not.toHaveProperty("nextCategory");
  expect(createTemplateBook(book.all(shop)).all(shop)).toEqual(book.all(shop));
});
