/** Throws for a union member that the caller's switch does not know; `where` names the switch. */
export function assertNever(value: never, where: string): never {
  throw new Error(`${where}: unexpected value ${JSON.stringify(value)}`);
}
