import { readFileSync } from "node:fs";
import { printLine } from "#core/app/print.ts";

/** `sapa version`. */
export function versionCommand(isJson: boolean): number {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  // By hand: a schema library would take longer to load than everything else here.
  const parsed: unknown = JSON.parse(text);
  const isManifest = typeof parsed === "object" && parsed !== null && "version" in parsed;
  const version = isManifest ? String(parsed.version) : "unknown";
  const bun = Bun.version;
  printLine(isJson ? JSON.stringify({ sapa: version, bun }) : `sapa ${version} (bun ${bun})`);
  return 0;
}
