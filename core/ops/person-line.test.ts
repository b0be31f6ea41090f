import { expect, test } from "bun:test";
import { contactId } from "#core/lib/ids.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { Contact } from "#core/model/contact.ts";
import { personLine } from "./person-line.ts";

const sari: Contact = {
  id: contactId("c1"),
  name: "Sari",
  addresses: [
    { kind: "user_id", value: "ID.1" },
    { kind: "phone", value: "62812000001" },
  ],
  profile: {},
  tags: [],
  createdAt: toMillis(0),
};

test("two people of one name are told apart by how they are reached", () => {
  expect(personLine(sari)).toBe("c1  Sari  62812000001");
  expect(personLine({ ...sari, username: "sari.1" })).toBe("c1  Sari  sari.1");
  expect(personLine({ ...sari, addresses: sari.addresses.slice(0, 1) })).toBe("c1  Sari  ID.1");
  expect(personLine({ ...sari, addresses: [] })).toBe("c1  Sari");
});
