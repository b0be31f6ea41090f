import { expect, test } from "bun:test";
import { Acquaintances } from "./acquaintances.ts";

const user = (value: string) => ({ kind: "user_id", value }) as const;
const phone = (value: string) => ({ kind: "phone", value }) as const;
const scope = "whatsapp";

test("whoever was told together is one, whoever was not is two", () => {
  const acquaintances = new Acquaintances();
  const byId = acquaintances.meet({ scope, addresses: [user("A")] });
  const byPhone = acquaintances.meet({ scope, addresses: [phone("1")] });
  expect(byPhone).not.toBe(byId);
  const both = acquaintances.meet({ scope, addresses: [user("A"), phone("1")] });
  expect(both.from).toEqual([byId, byPhone]);
  expect(acquaintances.meet({ scope, addresses: [phone("1")] })).toBe(both);
});

test("who moves stays who they were, and the address that was given up is a stranger's", () => {
  const acquaintances = new Acquaintances();
  const before = acquaintances.meet({ scope, addresses: [user("A")] });
  const after = acquaintances.meet({ scope, addresses: [user("B")], previous: [user("A")] });
  expect(after).toBe(before);
  expect(acquaintances.meet({ scope, addresses: [user("B")] })).toBe(before);
  expect(acquaintances.meet({ scope, addresses: [user("A")] })).not.toBe(before);
});
