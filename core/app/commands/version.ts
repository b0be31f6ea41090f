import { builtIn } from "#core/app/built-in.ts";
import { printLine } from "#core/app/print.ts";
import { versionText } from "#core/app/sapa-version.ts";

/** `sapa version`. */
export function versionCommand(isJson: boolean): number {
  const data = { sapa: builtIn.version, bun: Bun.version };
  printLine(isJson ? JSON.stringify(data) : versionText());
  return 0;
}
