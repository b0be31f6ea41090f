import { builtIn } from "./built-in.ts";

/** The version with that of the runtime, as a person asks for it. */
export function versionText(): string {
  return `sapa ${builtIn.version} (bun ${Bun.version})`;
}
