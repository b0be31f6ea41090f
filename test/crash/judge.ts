import { drainMs, type CrashResult } from "./run-crash.ts";

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

export function judge({ crowd, audit, drains }: CrashResult): Verdict {
  const lost: string[] = [];
  const waiting: string[] = [];
  const problems: string[] = [];
  for (const word of crowd.acknowledged) {
    const stored = audit.kept.get(word) ?? 0;
    if (stored > 1) problems.push(`the message ${word} is stored ${stored} times`);
    if (crowd.answers.has(word)) continue;
    const states = audit.sends.get(word) ?? [];
    if (audit.pending.has(word) || states.some((state) => underWay.has(state))) waiting.push(word);
    else lost.push(word);
  }
  for (const [word, states] of audit.sends) {
    if (states.length > 1) problems.push(`${word} is answered by ${states.length} sends`);
  }
  const twice: string[] = [];
  for (const [word, { outboxes }] of crowd.answers) {
    if (outboxes.length > 1) twice.push(word);
    if (new Set(outboxes).size > 1) problems.push(`${word} was answered by two sends`);
  }
  if (lost.length > 0) problems.push(`acknowledged and lost: ${lost.join(", ")}`);
  const counted = audit.stats.duplicateSends;
  if (counted < twice.length) {
    problems.push(`${twice.length} answers arrived twice, the runtime counts ${counted}`);
  }
  if (audit.integrity !== "ok") problems.push(`the database is damaged: ${audit.integrity}`);
  for (const { exitCode, ms } of drains) {
    if (exitCode !== 0) problems.push(`a drain ended with exit code ${exitCode}`);
    if (ms > drainMs) problems.push(`a drain took ${Math.round(ms)} ms`);
  }
  return { lost, twice, waiting, problems };
}
