import { readFileSync } from "node:fs";

/** The version of this program, from its package.json. */
export function sapaVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  // By hand: a schema library would take longer to load than everything else here.
  const parsed: unknown = JSON.parse(text);
  const isManifest = typeof parsed === "object" && parsed !== null && "version" in parsed;
  return isManifest ? String(parsed.version) : "unknown";
}

/** The version with that of the runtime, as a person asks for it. */
export function versionText(): string {
  return `sapa ${sapaVersion()} (bun ${Bun.version})`;
}
