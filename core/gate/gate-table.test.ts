import { describe, expect, test } from "bun:test";
import { later, toMillis } from "#core/lib/millis.ts";
import { type Owner, ownerSchema } from "#core/model/conversation.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import {
  confirmationPurpose,
  handoffPurpose,
  operatorPurpose,
  refusalPurpose,
  type SendFacts,
} from "#core/model/send.ts";
import { decideAdmit } from "./decide-admit.ts";
import { decideIntake } from "./decide-intake.ts";
import { decideSend, type SendClause, type SendRules, sendClauses } from "./decide-send.ts";
import { decideStart } from "./decide-start.ts";
import { before, ledgers, listed, needs, now, others } from "./testing/gate-people.ts";
import { type Count, counts, meaningOf, table } from "./testing/gate-table.ts";
import { windowMarginMs } from "./window.ts";

const rules: SendRules = {
  hasWindow: true,
  allow: new Set(["6281", "ID.7"]),
  purposes: new Map([
    ["service", { basis: "notice", expiresMs: undefined, needs }],
    ["marketing", { basis: "ask", expiresMs: undefined, needs }],
  ]),
  refusedTemplate: () => undefined,
};

const text: MessageOut = { kind: "text", text: "hi" };
const template = { kind: "template", name: "t", language: "id" } as const;
const sends = [
  { purpose: "service", message: text },
  { purpose: "service", message: template },
  { purpose: "marketing", message: text },
  { purpose: "marketing", message: template },
  { purpose: handoffPurpose, message: text },
  { purpose: operatorPurpose, message: text },
  { purpose: operatorPurpose, message: template },
  { purpose: confirmationPurpose, message: text },
  { purpose: refusalPurpose, message: text },
] as const;

/** A gate: ours, or one with a mistake. */
interface Gate {
  readonly admit: typeof decideAdmit;
  readonly intake: typeof decideIntake;
  readonly start: typeof decideStart;
  readonly clauses: readonly SendClause[];
}
const ours: Gate = {
  admit: decideAdmit,
  intake: decideIntake,
  start: decideStart,
  clauses: Object.values(sendClauses),
};

/** Every cell of the table that the gate sees otherwise. */
function findOtherCells(gate: Gate): string[] {
  const [head = "", ...lines] = table.trim().split("\n");
  const columns = wordsOf(head);
  return lines.flatMap((line) => {
    const cells = wordsOf(line);
    return counts.flatMap((count) => {
      const said = judge(gate, cells, count);
      return cells.flatMap((cell, index) => {
        if (index < 3 || said[index - 3] === meaningOf(cell, count)) return [];
        const where = `${cells.slice(0, 3).join(" ")} ${JSON.stringify(count)}`;
        return [`${where}, ${columns[index]}: ${said[index - 3]}, not ${cell}`];
      });
    });
  });
}

function wordsOf(line: string): string[] {
  return line.split(/[\s|]+/).filter((word) => word !== "");
}

function judge(
  gate: Gate,
  [ledger = "", window, owned]: readonly string[],
  { isOverLimit, spent, isListed, refusal }: Count,
): string[] {
  const to = isListed ? listed : others;
  const owner: Owner = ownerSchema.parse(owned);
  const [consents, isStopped] = ledgers[ledger] ?? [undefined];
  const stoppedAt = isStopped === true ? before : undefined;
  const contact = {
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(consents === undefined ? {} : { consents }),
  };
  const untilAt = later(now, windowMarginMs + (window === "open" ? 1 : 0));
  const counted = spent === undefined ? {} : { spent };
  const facts: SendFacts = { windowUntilAt: untilAt, stoppedAt, owner, consents, ...counted };
  const begins = ["service", "marketing"].map(
    (purpose) =>
      gate.admit(consents, to, rules.allow) ??
      gate.intake(contact, { owner }, now, isOverLimit) ??
      gate.start(purpose, contact, rules.purposes, now) ??
      "may",
  );
  const leaves = sends.map((send) => {
    const refusedTemplate: SendRules["refusedTemplate"] = (name, language, at) =>
      name === template.name && language === template.language && at === now ? refusal : undefined;
    const own = { ...rules, refusedTemplate };
    const verdict = decideSend({ ...send, to }, facts, own, now, gate.clauses);
    return verdict.kind === "allow" ? "may" : verdict.reason;
  });
  return [...begins, ...leaves];
}

/** The gate with one clause replaced. */
function withClause(name: keyof typeof sendClauses, clause: SendClause): Gate {
  return { ...ours, clauses: Object.values({ ...sendClauses, [name]: clause }) };
}

/** The gate in which one clause is asked about something else than what is there. */
function mistaking(name: keyof typeof sendClauses, change: (asked: Asked) => Partial<Asked>): Gate {
  return withClause(name, (send, facts, own, at) => {
    const asked = { send, facts, rules: own };
    const {
      send: otherSend,
      facts: otherFacts,
      rules: otherRules,
    } = { ...asked, ...change(asked) };
    const clause: SendClause = sendClauses[name];
    return clause(otherSend, otherFacts, otherRules, at);
  });
}

interface Asked {
  readonly send: Parameters<SendClause>[0];
  readonly facts: SendFacts;
  readonly rules: SendRules;
}

const withBasis = (basis: "notice" | "ask") => () => ({
  rules: {
    ...rules,
    purposes: new Map([...rules.purposes].map(([name, rule]) => [name, { ...rule, basis }])),
  },
});

/** The ledger without a part of what each word says. */
function without(part: "expiresAt" | "covers", facts: SendFacts): SendFacts {
  const entries = Object.entries(facts.consents ?? {});
  const consents = Object.fromEntries(
    entries.map(([name, state]) => {
      const { [part]: _gone, ...rest } = state;
      return [name, rest];
    }),
  );
  return { ...facts, consents };
}

const service = { purpose: "service" };
const never: SendClause = () => undefined;

/** Gates with one mistake each: the table has to tell every one of them from ours. */
const mistakes: readonly (readonly [string, Gate])[] = [
  ["who is blocked, or on the list, is not looked at", withClause("admit", never)],
  [
    "the list is not looked at where a message leaves",
    mistaking("admit", () => ({ rules: { ...rules, allow: undefined } })),
  ],
  [
    "a block is not looked at where a message leaves",
    mistaking("admit", ({ facts }) => ({ facts: { ...facts, consents: undefined } })),
  ],
  [
    "a word of ours reaches who is blocked",
    withClause("admit", (send, facts, own) =>
      send.purpose === operatorPurpose ? undefined : sendClauses.admit(send, facts, own),
    ),
  ],
  [
    "STOP is confirmed to who is blocked",
    withClause("admit", (send, facts, own) =>
      send.purpose === confirmationPurpose ? undefined : sendClauses.admit(send, facts, own),
    ),
  ],
  ["everybody is admitted as an event comes in", { ...ours, admit: () => undefined }],
  [
    "the list is not looked at as an event comes in",
    { ...ours, admit: (consents, to) => decideAdmit(consents, to, undefined) },
  ],
  [
    "the list outweighs a block",
    {
      ...ours,
      admit: (consents, to, allow) =>
        decideAdmit(undefined, to, allow) ?? decideAdmit(consents, to, undefined),
    },
  ],
  ["STOP is not looked at", withClause("stopped", never)],
  ["consent is not looked at", withClause("consent", never)],
  ["the owner is not looked at", withClause("owner", never)],
  ["the window is not looked at", withClause("window", never)],
  ["budgets are not looked at", withClause("budget", never)],
  ["what is known of templates is not looked at", withClause("template", never)],
  [
    "a template that is paused goes",
    withClause("template", (send, facts, own, at) => {
      const reason = sendClauses.template(send, facts, own, at);
      return reason === "template-paused" ? undefined : reason;
    }),
  ],
  [
    "another template is looked up than goes",
    mistaking("template", ({ send }) =>
      send.message.kind === "template"
        ? { send: { ...send, message: { ...send.message, language: "en" } } }
        : {},
    ),
  ],
  [
    "a template of a person of ours goes whatever is known of it",
    withClause("template", (send, facts, own, at) =>
      send.purpose === operatorPurpose ? undefined : sendClauses.template(send, facts, own, at),
    ),
  ],
  [
    "the budget of a person is taken for the account's",
    mistaking("budget", ({ facts }) => ({
      facts: facts.spent === undefined ? facts : { ...facts, spent: "account" },
    })),
  ],
  [
    "the confirmation of STOP goes whatever it costs",
    withClause("budget", (send, facts) =>
      send.purpose === confirmationPurpose ? undefined : sendClauses.budget(send, facts),
    ),
  ],
  [
    "the word that a budget is used up goes whatever was refused",
    mistaking("consent", ({ send }) =>
      send.purpose === refusalPurpose ? { send: { ...send, purpose: operatorPurpose } } : {},
    ),
  ],
  [
    "who asked after STOP is not told that a budget is used up",
    mistaking("stopped", ({ send }) =>
      send.purpose === refusalPurpose ? { send: { ...send, purpose: "marketing" } } : {},
    ),
  ],
  [
    "the limit is not looked at",
    { ...ours, intake: (contact, conversation, at) => decideIntake(contact, conversation, at) },
  ],
  [
    "the limit comes before STOP and the owner",
    {
      ...ours,
      intake: (contact, conversation, at, isOver) =>
        isOver === true ? "over-limit" : decideIntake(contact, conversation, at, isOver),
    },
  ],
  ["the clauses are asked the other way round", { ...ours, clauses: ours.clauses.toReversed() }],
  [
    "STOP lets templates of service through",
    mistaking("stopped", ({ send }) => ({ send: { ...send, message: text } })),
  ],
  [
    "STOP lets every purpose answer",
    mistaking("stopped", ({ send }) => ({ send: { ...send, ...service } })),
  ],
  [
    "STOP lets nothing but the confirmation through",
    mistaking("stopped", ({ facts }) => ({ facts: { ...facts, consents: undefined } })),
  ],
  [
    "the confirmation of STOP comes after START",
    withClause("stopped", (send, facts, own, at) =>
      facts.stoppedAt === undefined ? undefined : sendClauses.stopped(send, facts, own, at),
    ),
  ],
  [
    "STOP holds its own confirmation back",
    mistaking("stopped", ({ send }) => ({ send: { ...send, purpose: "marketing" } })),
  ],
  [
    "what was asked for before STOP counts",
    mistaking("stopped", ({ facts }) => ({
      facts: facts.stoppedAt === undefined ? facts : { ...facts, stoppedAt: toMillis(1) },
    })),
  ],
  [
    "who asked after STOP is answered for ever",
    withClause("stopped", (send, facts, own, at) =>
      sendClauses.stopped(send, facts, own, later(at, -1)),
    ),
  ],
  ["what has to be asked for is only told of", mistaking("consent", withBasis("notice"))],
  ["what is told of has to be asked for", mistaking("consent", withBasis("ask"))],
  [
    "a yes lasts for ever",
    mistaking("consent", ({ facts }) => ({ facts: without("expiresAt", facts) })),
  ],
  [
    "a yes is for whatever is done",
    mistaking("consent", ({ facts }) => ({ facts: without("covers", facts) })),
  ],
  [
    "a no is as good as nothing said",
    mistaking("consent", ({ facts }) => ({ facts: { ...facts, consents: undefined } })),
  ],
  [
    "a person of ours needs a purpose",
    mistaking("consent", ({ send }) =>
      send.purpose === operatorPurpose ? { send: { ...send, purpose: "marketing" } } : {},
    ),
  ],
  [
    "a handoff needs a purpose",
    mistaking("consent", ({ send }) =>
      send.purpose === handoffPurpose ? { send: { ...send, purpose: "marketing" } } : {},
    ),
  ],
  [
    "the confirmation of STOP needs a purpose",
    mistaking("consent", ({ send }) =>
      send.purpose === confirmationPurpose ? { send: { ...send, purpose: "gone" } } : {},
    ),
  ],
  [
    "templates go while a person answers",
    withClause("owner", (send, facts) =>
      send.message.kind === "template" ? undefined : sendClauses.owner(send, facts),
    ),
  ],
  [
    "templates wait while another app answers",
    mistaking("owner", ({ send }) => ({ send: { ...send, message: text } })),
  ],
  [
    "another app is taken for a person of ours",
    mistaking("owner", ({ facts }) => ({
      facts: facts.owner === "other" ? { ...facts, owner: "human" } : facts,
    })),
  ],
  [
    "a person of ours waits for the bot",
    mistaking("owner", ({ send }) => ({ send: { ...send, ...service } })),
  ],
  [
    "templates need a window",
    mistaking("window", ({ send }) => ({ send: { ...send, message: text } })),
  ],
  [
    "the window has no margin",
    withClause("window", (send, facts, own, at) =>
      sendClauses.window(send, facts, own, later(at, -1)),
    ),
  ],
  [
    "no channel has a window",
    mistaking("window", () => ({ rules: { ...rules, hasWindow: false } })),
  ],
  ["a flow begins whatever was said", { ...ours, start: () => undefined }],
  ["the bot speaks in every conversation", { ...ours, intake: () => undefined }],
  [
    "STOP is not looked at as an event comes in",
    {
      ...ours,
      intake: (_contact, conversation, at, isOver) => decideIntake({}, conversation, at, isOver),
    },
  ],
  [
    "the owner is not looked at as an event comes in",
    {
      ...ours,
      intake: (contact, _conversation, at, isOver) =>
        decideIntake(contact, { owner: "bot" }, at, isOver),
    },
  ],
  [
    "who asked after STOP gets flows of every purpose",
    {
      ...ours,
      start: (purpose, { consents }, own, at) =>
        decideStart(purpose, consents === undefined ? {} : { consents }, own, at),
    },
  ],
];

test("the gate says what the table says, cell by cell", () => {
  expect(findOtherCells(ours)).toEqual([]);
  const cells = table.trim().split("\n").slice(1).flatMap(wordsOf);
  expect(cells.filter((cell) => /^[lmnxusbtBSWHOMNXUK]$/.test(cell)).length).toBe(726);
});

describe("the table sees it when", () => {
  test.each(mistakes)("%s", (_name, gate) => {
    expect(findOtherCells(gate).length).toBeGreaterThan(0);
  });
});
