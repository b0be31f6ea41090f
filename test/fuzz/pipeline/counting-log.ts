import type { Log, LogFields } from "#core/model/ports/log.ts";

/** A log that counts its lines by event, and keeps one of each kind. */
export interface CountingLog extends Log {
  readonly counts: ReadonlyMap<string, number>;
  /** The first line of each event at `warn` or `error`, as text. */
  readonly firsts: ReadonlyMap<string, string>;
  /** Events that say that somebody must act. */
  readonly errors: ReadonlySet<string>;
}

export function createCountingLog(): CountingLog {
  const counts = new Map<string, number>();
  const firsts = new Map<string, string>();
  const errors = new Set<string>();

  function count(event: string): number {
    const times = (counts.get(event) ?? 0) + 1;
    counts.set(event, times);
    return times;
  }

  function tell(event: string, fields: LogFields | undefined): void {
    if (count(event) === 1) firsts.set(event, JSON.stringify(fields ?? {}));
  }

  const log: CountingLog = {
    counts,
    firsts,
    errors,
    debug: (event) => void count(event),
    info: (event) => void count(event),
    warn: tell,
    error(event, fields) {
      errors.add(event);
      tell(event, fields);
    },
    child: () => log,
  };
  return log;
}
