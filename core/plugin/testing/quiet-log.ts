import type { Log, LogFields } from "#core/model/ports/log.ts";

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly event: string;
  readonly fields: LogFields;
}

/** A logger that keeps its lines in memory instead of printing them. */
export interface QuietLog extends Log {
  readonly lines: readonly LogLine[];
}

export function createQuietLog(lines: LogLine[] = [], bound: LogFields = {}): QuietLog {
  const write = (level: LogLine["level"]) => (event: string, fields?: LogFields) => {
    lines.push({ level, event, fields: { ...bound, ...fields } });
  };
  return {
    lines,
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) => createQuietLog(lines, { ...bound, ...fields }),
  };
}
