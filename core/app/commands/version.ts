import { printLine } from "#core/app/print.ts";
import { sapaVersion, versionText } from "#core/app/sapa-version.ts";

/** `sapa version`. */
export function versionCommand(isJson: boolean): number {
  const data = { sapa: sapaVersion(), bun: Bun.version };
  printLine(isJson ? JSON.stringify(data) : versionText());
  return 0;
}
