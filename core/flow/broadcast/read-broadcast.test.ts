import { describe, expect, test } from "bun:test";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";
import { sampleFacts } from "#core/flow/testing/sample-facts.ts";
import type { Facts } from "#core/model/facts.ts";
import { readBroadcast } from "./read-broadcast.ts";
import { renderBroadcast } from "./render-broadcast.ts";

const good = `broadcast: promo
format: 1
purpose: marketing
audience: "'vip' in contact.tags"
rate: 10/s
stop_at: { failures: 2.5%, after: 10 }
message:
  template: { name: promo, language: id, body: ["{{ default(contact.name, 'Kak') }}"] }
`;

function read(text: string) {
  return readBroadcast({ file: "promo.yaml", text }, { ...sampleCatalog, templates: undefined });
}

function found(text: string): readonly string[] {
  return read(text).findings.map(({ at, code }) => `${at.line}:${at.column} ${code}`);
}

test("a file is whom, what, how fast and when to stop", () => {
  const { plan, findings } = read(good);
  expect(findings).toEqual([]);
  expect(plan).toMatchObject({
    name: "promo",
    purpose: "marketing",
    account: undefined,
    rate: { count: 10, periodMs: 1_000 },
    stopAt: { failures: 0.025, optOuts: 0.05, after: 10 },
  });
});

describe("what is wrong is shown where it stands:", () => {
  test.each([
    [good.replace("{{ default(contact.name, 'Kak') }}", "{{ nobody }}"), "8:53 FLOW_NAME_UNKNOWN"],
    [good.replace("'vip' in contact.tags", "contact.tagz"), "4:"],
    [good.replace("10/s", "fast"), "5:7 "],
    [good.replace("2.5%", "2.5"), "6:"],
    [good.replace("purpose: marketing", "purpose: gossip"), "3:10 FLOW_PURPOSE_UNKNOWN"],
    [`${good}tags: [a]\n`, "9:1 BROADCAST_KEY_UNKNOWN"],
    [good.replace(/ {2}template.*/, "  set: { contact.language: \"'id'\" }"), "BROADCAST_MESSAGE"],
    [good.replace("purpose:", "account: nobody\npurpose:"), "3:10 BROADCAST_ACCOUNT_UNKNOWN"],
  ])("%#", (text, expected) => {
    expect(found(text).join("\n")).toContain(expected);
    expect(read(text).plan).toBeUndefined();
  });
});

describe("a person gets", () => {
  const facts = sampleFacts();
  const vip = { ...facts, contact: { ...facts.contact, name: "Sari", tags: ["vip"] } };
  const play = (text: string, who: Facts = vip) => {
    const { plan } = read(text);
    return plan === undefined ? undefined : renderBroadcast(plan, who);
  };

  test("the message with their own values, if they are of its audience", () => {
    const message = { kind: "template", name: "promo", language: "id", body: ["Sari"] } as const;
    expect(play(good)).toEqual({ kind: "message", message });
    expect(play(good, facts)).toEqual({ kind: "outside" });
  });

  test("nothing where the message is not meant for them", () => {
    const text = good.replace("  template:", '  when: "window.open"\n  template:');
    const closed = { ...vip, windowUntilAt: undefined };
    expect(play(text, closed)).toEqual({ kind: "nothing", reason: "not-meant" });
  });
});
