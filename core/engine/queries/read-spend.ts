import { later, type Millis, toMillis } from "#core/lib/millis.ts";
import { budgetPeriodAt } from "#core/model/budget.ts";
import type { Records } from "#core/model/ports/records.ts";

export const spendKinds = ["account", "contact", "flow", "provider", "day"] as const;
export type SpendKind = (typeof spendKinds)[number];

/** What one account, person, flow, provider or day cost: messages and AI, in micro-USD. */
export interface SpendLine {
  /** Empty: what belongs to none. */
  readonly key: string;
  readonly messages: number;
  /** Messages that cost nothing, and those of whose price nobody has told. */
  readonly free: number;
  readonly untold: number;
  readonly messageMicroUsd: number;
  readonly calls: number;
  readonly tokens: number;
  readonly aiMicroUsd: number;
}

export interface SpendQuestion {
  readonly by: SpendKind;
  readonly from: Millis;
  readonly until: Millis;
  readonly timeZone: string;
}

type Reading = Pick<Records, "aiSpend" | "messageSpend">;

const most = 10_000;
/** Days that are added up one by one, at most. */
const maxDays = 400;

/** What it cost in a time, dearest first; days in their order. Messages of no provider stand beside its lines. */
export async function readSpend(
  records: Reading,
  question: SpendQuestion,
): Promise<readonly SpendLine[]> {
  const { by } = question;
  if (by === "day") return await readDays(records, question);
  const lines = await readLines(records, by, question);
  return lines.toSorted((a, b) => costOf(b) - costOf(a) || (a.key < b.key ? -1 : 1));
}

/** The sum of what lines came to, in micro-USD. */
export function costOf({ messageMicroUsd, aiMicroUsd }: SpendLine): number {
  return messageMicroUsd + aiMicroUsd;
}

async function readDays(
  records: Reading,
  { from, until, timeZone }: SpendQuestion,
): Promise<readonly SpendLine[]> {
  const days: SpendLine[] = [];
  let day = budgetPeriodAt(from, "day", timeZone);
  while (day < until && days.length < maxDays) {
    const here = Temporal.Instant.fromEpochMilliseconds(day).toZonedDateTimeISO(timeZone);
    const next = toMillis(here.add({ days: 1 }).startOfDay().epochMilliseconds);
    const lines = await readLines(records, "account", {
      from: toMillis(Math.max(from, day)),
      until: toMillis(Math.min(until, next)),
    });
    const key = here.toPlainDate().toString();
    if (lines.length > 0) days.push(lines.reduce(add, { ...nothing, key }));
    day = next;
  }
  return days;
}

async function readLines(
  records: Reading,
  by: Exclude<SpendKind, "day">,
  { from, until }: Pick<SpendQuestion, "from" | "until">,
): Promise<readonly SpendLine[]> {
  const lines = new Map<string, SpendLine>();
  const put = (line: SpendLine) =>
    lines.set(line.key, add(lines.get(line.key) ?? line0(line), line));
  for (const found of await records.aiSpend({ by, from, until, limit: most })) {
    const { key, calls, inputTokens, outputTokens, costMicroUsd } = found;
    const tokens = inputTokens + outputTokens;
    put({ ...nothing, key, calls, tokens, aiMicroUsd: costMicroUsd });
  }
  const messagesBy = by === "provider" ? "account" : by;
  for (const found of await records.messageSpend({ by: messagesBy, from, until, limit: most })) {
    const { key, messages, free, untold, costMicroUsd } = found;
    const name = by === "provider" ? "" : key;
    put({ ...nothing, key: name, messages, free, untold, messageMicroUsd: costMicroUsd });
  }
  return [...lines.values()];
}

const nothing: SpendLine = {
  key: "",
  messages: 0,
  free: 0,
  untold: 0,
  messageMicroUsd: 0,
  calls: 0,
  tokens: 0,
  aiMicroUsd: 0,
};

function line0({ key }: SpendLine): SpendLine {
  return { ...nothing, key };
}

/** Under the key of the first. */
function add(a: SpendLine, b: SpendLine): SpendLine {
  return {
    key: a.key,
    messages: a.messages + b.messages,
    free: a.free + b.free,
    untold: a.untold + b.untold,
    messageMicroUsd: a.messageMicroUsd + b.messageMicroUsd,
    calls: a.calls + b.calls,
    tokens: a.tokens + b.tokens,
    aiMicroUsd: a.aiMicroUsd + b.aiMicroUsd,
  };
}

/** All lines in one. */
export function sumSpend(lines: readonly SpendLine[]): SpendLine {
  return lines.reduce(add, nothing);
}

/** The end of what has happened so far. */
export function untilNow(now: Millis): Millis {
  return later(now, 1);
}
