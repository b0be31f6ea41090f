import { type OpsFlags, opsCommand } from "./ops.ts";

export interface BlockFlags extends OpsFlags {
  readonly reason?: string | undefined;
}

/** `sapa contact block` and `unblock`: the same commands as in chat, audited alike. 1 without a yes. */
export function contactBlockCommand(
  verb: "block" | "unblock",
  person: string,
  { reason, ...flags }: BlockFlags,
): Promise<number> {
  const why = reason === undefined ? [] : [`reason=${quote(reason)}`];
  return opsCommand(["contact", verb, quote(person), ...why], flags, "at-once");
}

/** `sapa contact blocked`: who is blocked. */
export function contactBlockedCommand(flags: OpsFlags): Promise<number> {
  return opsCommand(["contact", "blocked"], flags);
}

/** As one word of a command line, which knows no quotes inside of quotes. */
function quote(word: string): string {
  return `"${word.replaceAll('"', "'")}"`;
}
