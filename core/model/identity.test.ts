import { describe, expect, test } from "bun:test";
import { contactId } from "#core/lib/ids.ts";
import { type Address, type KnownContact, resolveSender } from "./identity.ts";

const ani = contactId("ani");
const budi = contactId("budi");
const id = (value: string): Address => ({ kind: "user_id", value });
const phone = (value: string): Address => ({ kind: "phone", value });
const known = (contact: typeof ani, address: Address, isAnchored: boolean): KnownContact => ({
  contact,
  address,
  isAnchored,
});
const sender = (addresses: readonly Address[], previous: readonly Address[] = []) => ({
  scope: "whatsapp",
  addresses: [...addresses],
  previous: [...previous],
});

describe("whose an update is", () => {
  test("nobody is known: a new contact", () => {
    expect(resolveSender(sender([id("A"), phone("1")]), [])).toEqual({
      contact: undefined,
      gains: [id("A"), phone("1")],
      retires: [],
    });
  });

  test("a known id wins and gains the phone", () => {
    const answer = resolveSender(sender([id("A"), phone("1")]), [known(ani, id("A"), true)]);
    expect(answer).toEqual({ contact: ani, gains: [phone("1")], retires: [] });
  });

  test("a phone-only record is adopted when the id first appears", () => {
    const answer = resolveSender(sender([id("A"), phone("1")]), [known(ani, phone("1"), false)]);
    expect(answer).toEqual({ contact: ani, gains: [id("A")], retires: [] });
  });

  test("a recycled phone never merges two people who have ids", () => {
    const answer = resolveSender(sender([id("B"), phone("1")]), [known(ani, phone("1"), true)]);
    expect(answer.contact).toBeUndefined();
    expect(answer.gains).toEqual([id("B"), phone("1")]);
  });

  test("a phone that moves to a known id leaves its old owner", () => {
    const answer = resolveSender(sender([id("B"), phone("1")]), [
      known(ani, phone("1"), true),
      known(budi, id("B"), true),
    ]);
    expect(answer).toEqual({ contact: budi, gains: [phone("1")], retires: [] });
  });

  test("a number change follows the person by the id given up", () => {
    const answer = resolveSender(sender([id("A2"), phone("2")], [id("A")]), [
      known(ani, id("A"), true),
    ]);
    expect(answer).toEqual({ contact: ani, gains: [id("A2"), phone("2")], retires: [id("A")] });
  });

  test("a message with the phone alone finds the person who has it", () => {
    const answer = resolveSender(sender([phone("1")]), [known(ani, phone("1"), true)]);
    expect(answer.contact).toBe(ani);
  });
});
