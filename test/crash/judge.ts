import { type CrashResult, drainMs } from "./run-crash.ts";

/** What a run came to; `problems` is empty if all promises held. */
export interface Verdict {
  readonly lost: readonly string[];
  /** Words that reached their person twice: the same send, after an unknown outcome. */
  readonly twice: readonly string[];
  /** Acknowledged, durable, and still on their way when the last process ended. */
  readonly waiting: readonly string[];
  readonly problems: readonly string[];
}

/** States of a send that will still be heard of. */
const underWay = new Set(["queued", "sending", "unknown"]);

export function judge(result: CrashResult): Verdict {
  const { crowd, audit } = result;
  const lost: string[] = [];
  const waiting: string[] = [];
  for (const word of crowd.acknowledged) {
    if (crowd.answers.has(word)) continue;
    const states = audit.sends.get(word) ?? [];
    if (audit.pending.has(word) || states.some((state) => underWay.has(state))) waiting.push(word);
    else lost.push(word);
  }
  const twice = [...crowd.answers].filter(([, { outboxes }]) => outboxes.length > 1);
  const problems = [
    ...findDoubles(result),
    ...(lost.length > 0 ? [`acknowledged and lost: ${lost.join(", ")}`] : []),
    ...findMiscounts(result, twice.length),
    ...findBadDrains(result),
  ];
  return { lost, twice: twice.map(([word]) => word), waiting, problems };
}

/** Anything that exists twice though it may not: a message, or the send that answers it. */
function findDoubles({ crowd, audit }: CrashResult): readonly string[] {
  const kept = [...audit.kept].filter(([, count]) => count > 1);
  const sends = [...audit.sends].filter(([, states]) => states.length > 1);
  const answers = [...crowd.answers].filter(([, { outboxes }]) => new Set(outboxes).size > 1);
  return [
    ...kept.map(([word, count]) => `the message ${word} is stored ${count} times`),
    ...sends.map(([word, states]) => `${word} is answered by ${states.length} sends`),
    ...answers.map(([word]) => `${word} was answered by two sends`),
  ];
}

/** A double is known by the receipt of its first copy, which may be owed still. */
function findMiscounts({ audit, isQuiet }: CrashResult, twice: number): readonly string[] {
  const { stats, integrity } = audit;
  const counted = stats.duplicateSends;
  return [
    ...(isQuiet && counted < twice
      ? [`${twice} answers arrived twice, the runtime counts ${counted}`]
      : []),
    ...(integrity === "ok" ? [] : [`the database is damaged: ${integrity}`]),
  ];
}

function findBadDrains({ drains }: CrashResult): readonly string[] {
  return drains.flatMap(({ exitCode, ms }) => [
    ...(exitCode === 0 ? [] : [`a drain ended with exit code ${exitCode}`]),
    ...(ms <= drainMs ? [] : [`a drain took ${Math.round(ms)} ms`]),
  ]);
}
