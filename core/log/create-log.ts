import type { Clock } from "#core/model/ports/clock.ts";
import type { Log, LogFields } from "#core/model/ports/log.ts";
import { redact, redactNumber } from "./redact.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line, already redacted, on its way to a formatter. */
export interface LogEntry {
  readonly at: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

export interface LogOptions {
  /** Lines below it are dropped before anything is made of them. */
  readonly level: LogLevel;
  readonly clock: Clock;
  readonly format: (entry: LogEntry) => string;
  /** Takes whole lines, several at once. */
  readonly write: (text: string) => void;
}

/** The logger of a process. Lines of one turn of the event loop leave together. */
export interface ProcessLog extends Log {
  /** Writes what waits; before the process ends. */
  flush(): void;
  /** Replaces these exact texts wherever they would appear from here on; short ones are ignored. */
  hide(secrets: readonly string[]): void;
}

/** Lines that are gathered before they are written, at most, in characters. */
const maxWaitingChars = 65_536;
/** A shorter secret would blacken ordinary words. */
const minSecretChars = 8;

export function createLog(options: LogOptions): ProcessLog {
  const { clock, format, write } = options;
  const least = logLevels.indexOf(options.level);
  const secrets = new Set<string>();
  let waiting = "";
  let isPlanned = false;

  function flush(): void {
    isPlanned = false;
    if (waiting === "") return;
    const text = waiting;
    waiting = "";
    write(text);
  }

  function clean(text: string): string {
    let cleaned = text;
    for (const secret of secrets) {
      if (cleaned.includes(secret)) cleaned = cleaned.replaceAll(secret, "[secret]");
    }
    return redact(cleaned);
  }

  function put(level: LogLevel, event: string, bound: LogFields, fields: LogFields | undefined) {
    const kept: Record<string, string | number | boolean> = {};
    for (const source of [bound, fields ?? {}]) {
      for (const [name, value] of Object.entries(source)) {
        if (value === undefined) continue;
        if (typeof value === "string") kept[name] = clean(value);
        else kept[name] = typeof value === "number" ? redactNumber(name, value) : value;
      }
    }
    waiting += `${format({ at: clock.now(), level, event, fields: kept })}\n`;
    if (level === "error" || waiting.length > maxWaitingChars) return flush();
    if (isPlanned) return;
    isPlanned = true;
    clock.soon(flush);
  }

  function bind(bound: LogFields): Log {
    const at = (level: LogLevel) => {
      if (logLevels.indexOf(level) < least) return () => {};
      return (event: string, fields?: LogFields) => put(level, event, bound, fields);
    };
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      child: (fields) => bind({ ...bound, ...fields }),
    };
  }

  return {
    ...bind({}),
    flush,
    hide(texts) {
      for (const text of texts) if (text.length >= minSecretChars) secrets.add(text);
    },
  };
}
