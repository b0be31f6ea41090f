import { describe, expect, test } from "bun:test";
import { dayMs, later, toMillis } from "#core/lib/millis.ts";
import { answersPurpose, type Consents, type Coverage } from "#core/model/consent.ts";
import { type Owner, ownerSchema } from "#core/model/conversation.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import {
  confirmationPurpose,
  handoffPurpose,
  operatorPurpose,
  type SendFacts,
} from "#core/model/send.ts";
import { decideIntake } from "./decide-intake.ts";
import { decideSend, type SendClause, type SendRules, sendClauses } from "./decide-send.ts";
import { decideStart } from "./decide-start.ts";
import { windowMarginMs } from "./window.ts";

/*
 * What the gate says, written by hand. Above, what is known: the ledger and STOP, the window, and who
 * has the conversation. Left of the bar, whether a flow of `service` or `marketing` may begin; right
 * of it, whether a message may leave: words and templates of `service` and `marketing`, the word of a
 * handoff, words and a template of a person of ours, the confirmation of STOP. `service` is by
 * notice, `marketing` has to be asked for.
 *
 *     +  may            S  stopped               W  window-closed
 *     H  owned-by-human                          O  owned-by-other
 *     B  started
 *     M  consent-missing  N  consent-withdrawn   X  consent-expired   U  consent-outdated
 *
 * yes, no, expired and outdated are what was said of marketing; after `refused` service was declined
 * and marketing granted. In `stopped` and below marketing was granted too: STOP wins. `asked` has
 * asked for something since, `lapsed` has done so more than a day ago, `again` before the last STOP.
 * `closed` is the first moment of the margin.
 */
const table = `
    ledger    window  owner   serv mark | text tmpl promo ptpl hand oper otpl conf
    none      open    bot     +    M    | +    +    M     M    +    +    +    B
    none      closed  bot     +    M    | W    +    M     M    W    W    +    B
    none      open    human   H    H    | H    H    M     M    +    +    +    B
    none      closed  human   H    H    | H    H    M     M    W    W    +    B
    none      open    other   O    O    | O    +    M     M    +    +    +    B
    none      closed  other   O    O    | O    +    M     M    W    W    +    B
    yes       open    bot     +    +    | +    +    +     +    +    +    +    B
    yes       closed  bot     +    +    | W    +    W     +    W    W    +    B
    yes       open    human   H    H    | H    H    H     H    +    +    +    B
    yes       closed  human   H    H    | H    H    H     H    W    W    +    B
    yes       open    other   O    O    | O    +    O     +    +    +    +    B
    yes       closed  other   O    O    | O    +    O     +    W    W    +    B
    no        open    bot     +    N    | +    +    N     N    +    +    +    B
    no        closed  bot     +    N    | W    +    N     N    W    W    +    B
    no        open    human   H    H    | H    H    N     N    +    +    +    B
    no        closed  human   H    H    | H    H    N     N    W    W    +    B
    no        open    other   O    O    | O    +    N     N    +    +    +    B
    no        closed  other   O    O    | O    +    N     N    W    W    +    B
    expired   open    bot     +    X    | +    +    X     X    +    +    +    B
    expired   closed  bot     +    X    | W    +    X     X    W    W    +    B
    expired   open    human   H    H    | H    H    X     X    +    +    +    B
    expired   closed  human   H    H    | H    H    X     X    W    W    +    B
    expired   open    other   O    O    | O    +    X     X    +    +    +    B
    expired   closed  other   O    O    | O    +    X     X    W    W    +    B
    outdated  open    bot     +    U    | +    +    U     U    +    +    +    B
    outdated  closed  bot     +    U    | W    +    U     U    W    W    +    B
    outdated  open    human   H    H    | H    H    U     U    +    +    +    B
    outdated  closed  human   H    H    | H    H    U     U    W    W    +    B
    outdated  open    other   O    O    | O    +    U     U    +    +    +    B
    outdated  closed  other   O    O    | O    +    U     U    W    W    +    B
    refused   open    bot     N    +    | N    N    +     +    +    +    +    B
    refused   closed  bot     N    +    | N    N    W     +    W    W    +    B
    refused   open    human   H    H    | N    N    H     H    +    +    +    B
    refused   closed  human   H    H    | N    N    H     H    W    W    +    B
    refused   open    other   O    O    | N    N    O     +    +    +    +    B
    refused   closed  other   O    O    | N    N    O     +    W    W    +    B
    stopped   open    bot     S    S    | S    S    S     S    S    S    S    +
    stopped   closed  bot     S    S    | S    S    S     S    S    S    S    W
    stopped   open    human   S    S    | S    S    S     S    S    S    S    +
    stopped   closed  human   S    S    | S    S    S     S    S    S    S    W
    stopped   open    other   S    S    | S    S    S     S    S    S    S    +
    stopped   closed  other   S    S    | S    S    S     S    S    S    S    W
    asked     open    bot     +    S    | +    S    S     S    +    +    S    +
    asked     closed  bot     +    S    | W    S    S     S    W    W    S    W
    asked     open    human   H    H    | H    S    S     S    +    +    S    +
    asked     closed  human   H    H    | H    S    S     S    W    W    S    W
    asked     open    other   O    O    | O    S    S     S    +    +    S    +
    asked     closed  other   O    O    | O    S    S     S    W    W    S    W
    lapsed    open    bot     S    S    | S    S    S     S    S    S    S    +
    lapsed    closed  bot     S    S    | S    S    S     S    S    S    S    W
    again     open    bot     S    S    | S    S    S     S    S    S    S    +
    again     closed  bot     S    S    | S    S    S     S    S    S    S    W
`;

const reasons: Readonly<Record<string, string>> = {
  "+": "may",
  S: "stopped",
  B: "started",
  W: "window-closed",
  H: "owned-by-human",
  O: "owned-by-other",
  M: "consent-missing",
  N: "consent-withdrawn",
  X: "consent-expired",
  U: "consent-outdated",
};

const now = toMillis(1_800_000_000_000);
const before = later(now, -dayMs);
const needs: Coverage = { operator: "Kopi", recipients: ["store: here"], keepsMs: dayMs };
const rules: SendRules = {
  hasWindow: true,
  purposes: new Map([
    ["service", { basis: "notice", expiresMs: undefined, needs }],
    ["marketing", { basis: "ask", expiresMs: undefined, needs }],
  ]),
};

const yes = { answer: "yes", at: before, covers: needs } as const;
const no = { answer: "no", at: before } as const;
const asks = (at: number, until: number) => ({
  marketing: yes,
  [answersPurpose]: { answer: "yes", at: toMillis(at), expiresAt: toMillis(until) } as const,
});

/** The ledger's last words and when STOP was said. */
const ledgers: Readonly<Record<string, readonly [Consents | undefined, stopped?: true]>> = {
  none: [undefined],
  yes: [{ marketing: yes }],
  no: [{ marketing: no }],
  expired: [{ marketing: { ...yes, expiresAt: now } }],
  outdated: [{ marketing: { ...yes, covers: { ...needs, recipients: [] } } }],
  refused: [{ marketing: yes, service: no }],
  stopped: [{ marketing: yes }, true],
  asked: [asks(before + 1, now + 1), true],
  lapsed: [asks(before + 1, now), true],
  again: [asks(before, now + 1), true],
};

const text: MessageOut = { kind: "text", text: "hi" };
const template: MessageOut = { kind: "template", name: "t", language: "id" };
const sends = [
  { purpose: "service", message: text },
  { purpose: "service", message: template },
  { purpose: "marketing", message: text },
  { purpose: "marketing", message: template },
  { purpose: handoffPurpose, message: text },
  { purpose: operatorPurpose, message: text },
  { purpose: operatorPurpose, message: template },
  { purpose: confirmationPurpose, message: text },
] as const;

/** A gate: ours, or one with a mistake. */
interface Gate {
  readonly intake: typeof decideIntake;
  readonly start: typeof decideStart;
  readonly clauses: readonly SendClause[];
}
const ours: Gate = {
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
    const said = judge(gate, cells);
    return cells.flatMap((cell, index) => {
      if (index < 3 || said[index - 3] === reasons[cell]) return [];
      return [`${cells.slice(0, 3).join(" ")}, ${columns[index]}: ${said[index - 3]}, not ${cell}`];
    });
  });
}

function wordsOf(line: string): string[] {
  return line.split(/[\s|]+/).filter((word) => word !== "");
}

function judge(gate: Gate, [ledger = "", window, owned]: readonly string[]): string[] {
  const owner: Owner = ownerSchema.parse(owned);
  const [consents, isStopped] = ledgers[ledger] ?? [undefined];
  const stoppedAt = isStopped === true ? before : undefined;
  const contact = {
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(consents === undefined ? {} : { consents }),
  };
  const untilAt = later(now, windowMarginMs + (window === "open" ? 1 : 0));
  const facts: SendFacts = { windowUntilAt: untilAt, stoppedAt, owner, consents };
  const begins = ["service", "marketing"].map(
    (purpose) =>
      gate.intake(contact, { owner }, now) ??
      gate.start(purpose, contact, rules.purposes, now) ??
      "may",
  );
  const leaves = sends.map((send) => {
    const verdict = decideSend(send, facts, rules, now, gate.clauses);
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
  ["STOP is not looked at", withClause("stopped", never)],
  ["consent is not looked at", withClause("consent", never)],
  ["the owner is not looked at", withClause("owner", never)],
  ["the window is not looked at", withClause("window", never)],
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
    { ...ours, intake: (_contact, conversation, at) => decideIntake({}, conversation, at) },
  ],
  [
    "the owner is not looked at as an event comes in",
    {
      ...ours,
      intake: (contact, _conversation, at) => decideIntake(contact, { owner: "bot" }, at),
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
  expect(cells.filter((cell) => cell in reasons).length).toBe(520);
});

describe("the table sees it when", () => {
  test.each(mistakes)("%s", (_name, gate) => {
    expect(findOtherCells(gate).length).toBeGreaterThan(0);
  });
});
