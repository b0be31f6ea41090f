import type { ProcessLog } from "#core/log/create-log.ts";

/**
 * Ends the process when something is thrown that nobody caught: what state it is in is not known,
 * everything that matters is on the disk, and whoever watches over it starts it again.
 */
export function endOnBug(log: ProcessLog): void {
  const end = (error: unknown): never => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error("process.crashed", { error: text });
    log.flush();
    process.exit(1);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
