/**
 * Fields of a log line. Ids, counts, codes and enums only: never message text, phone numbers,
 * vendor message ids or secrets.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** A logger of JSON lines; `event` is `area.past-verb`. `child` binds fields to every line. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  /** Retried or degraded: nobody has to act. */
  warn(event: string, fields?: LogFields): void;
  /** Somebody must act. */
  error(event: string, fields?: LogFields): void;
  child(fields: LogFields): Log;
}
