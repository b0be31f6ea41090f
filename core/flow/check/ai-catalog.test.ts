import { describe, expect, test } from "bun:test";
import type { Catalog, CatalogAi } from "#core/flow/catalog.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";

const head = "flow: f\nformat: 1\ntriggers: [{ message: hi }]\n";
const faq = `${head}steps:
  - ai: "{{ message.text }}"
    id: faq
    say: true
`;
const scoped = faq.replace(
  '"{{ message.text }}"',
  '{ prompt: "{{ message.text }}", scope: orders }',
);

const { ai } = sampleCatalog;
if (ai === undefined) throw new Error("the sample has AI");
const withAi = (changes: Partial<CatalogAi>): Catalog => ({
  ...sampleCatalog,
  ai: { ...ai, ...changes },
});

function found(text: string, catalog: Catalog, others: readonly string[] = []): readonly string[] {
  const sources = [text, ...others].map((each) => ({
    file: `${/flow: (\w+)/.exec(each)?.[1] ?? ""}.flow.yaml`,
    text: each,
  }));
  return compileFlows(sources, catalog).findings.map(
    ({ at, code, severity }) => `${at.line}:${at.column} ${severity} ${code}`,
  );
}

describe("what bot.yaml says about AI", () => {
  test("a scope of the bot is one for every step", () => {
    expect(found(faq, withAi({}))).toEqual(["5:5 error FLOW_SCOPE_MISSING"]);
    expect(found(faq, withAi({ scope: "orders" }))).toEqual([]);
  });

  test("voice notes are for flows of a bot that can listen", () => {
    const spoken = "flow: f\nformat: 1\nvoice: true\nsteps:\n  - say: hi\n";
    expect(found(spoken, withAi({ hearsVoice: false }))).toEqual(["3:8 error FLOW_VOICE_UNHEARD"]);
    expect(found(spoken, withAi({ hearsVoice: true }))).toEqual([]);
    const typed = spoken.replace("true", "false");
    expect(found(typed, withAi({ hearsVoice: false }))).toEqual([]);
  });

  test("a channel that wants no scope gets steps without one", () => {
    const [channel] = sampleCatalog.channels;
    if (channel === undefined) throw new Error("the sample has a channel");
    const capabilities = { ...channel.capabilities, needsScope: false };
    const channels = [{ ...channel, capabilities }];
    expect(found(faq, { ...sampleCatalog, channels })).toEqual([]);
  });

  test("without a provider for it nothing can be asked, wherever AI is used", () => {
    const nobody = withAi({ default: [] });
    expect(found(scoped, nobody)).toEqual(["5:5 error FLOW_PROVIDER_MISSING"]);
    const others = `${head.replace("message: hi", "intent: asks when we are open")}slots:
  cups: { type: integer }
steps:
  - ask: How many?
    id: cups
    into: cups
    extract: ai
  - converse: { goal: Help, scope: orders }
    id: talk
    say: "{{ slots.cups }}?"
`;
    expect(found(others, nobody)).toEqual([
      "3:14 error FLOW_PROVIDER_MISSING",
      "10:5 error FLOW_PROVIDER_MISSING",
      "11:5 error FLOW_PROVIDER_MISSING",
    ]);
  });

  test("the bot's own chain is held to the same rules, at the step that uses it", () => {
    expect(found(scoped, withAi({ default: ["cepat", "kantor"] }))).toEqual([
      "5:5 error FLOW_PROVIDER_CHAIN",
    ]);
    expect(found(scoped, withAi({ default: ["lokal", "cepat"] }))).toEqual([
      "5:5 error FLOW_PROVIDER_CHAIN",
    ]);
  });

  test("who acts for a signed-in person and is for everybody is a warning", () => {
    const providers = ai.providers.map((provider) => ({ ...provider, isReserved: false }));
    expect(found(scoped, withAi({ default: ["kantor"], providers }))).toEqual([
      "5:5 warning FLOW_PROVIDER_OPEN",
    ]);
    expect(found(scoped, withAi({ default: ["kantor"] }))).toEqual([]);
  });

  test("knowledge that bot.yaml does not have is told, alone and in a list", () => {
    const asks = (knowledge: string) =>
      scoped.replace("scope: orders", `scope: orders, knowledge: ${knowledge}`);
    const menu = withAi({ knowledge: ["menu"] });
    expect(found(asks("menu"), menu)).toEqual([]);
    expect(found(asks("menyu"), menu)).toEqual(["5:67 error FLOW_KNOWLEDGE_UNKNOWN"]);
    expect(found(asks("[menu, faq]"), menu)).toEqual(["5:74 error FLOW_KNOWLEDGE_UNKNOWN"]);
    expect(found(asks("faq"), withAi({}))).toEqual([]);
  });

  test("nothing is said of providers that cannot be known", () => {
    const providers = [{ name: "cepat", isReserved: false }];
    expect(found(scoped, withAi({ providers }))).toEqual([]);
    const { ai: _ai, ...unknown } = sampleCatalog;
    expect(found(scoped, unknown)).toEqual([]);
  });

  test("a sensitive slot that another flow keeps with the contact stays here too", () => {
    const keeper = `${head.replace("flow: f", "flow: keeper").replace("hi", "card")}slots:
  card: { type: text, sensitive: true, keep: contact }
steps:
  - ask: Your card?
    id: card
    into: card
  - say: "{{ cut(slots.card, 2) }}"
`;
    const leak = scoped.replace("{{ message.text }}", "{{ default(contact.profile.card, '-') }}");
    expect(found(leak, sampleCatalog, [keeper])).toEqual(["5:19 error FLOW_SENSITIVE_LEAVES"]);
  });
});
