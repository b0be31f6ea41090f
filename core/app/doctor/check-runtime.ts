import { builtIn } from "#core/app/built-in.ts";
import type { Found } from "./examined.ts";

/** Whether the program runs on a version of Bun that it is for. */
export function checkRuntime(): readonly Found[] {
  return builtIn.bun === undefined ? [] : [judgeRuntime(Bun.version, builtIn.bun)];
}

/** `range` as package.json has it. */
export function judgeRuntime(version: string, range: string): Found {
  const message = `Bun ${version}; this program is for ${range}`;
  if (Bun.semver.satisfies(version, range)) return ["good", message];
  const hint = `Install it: curl -fsSL https://bun.sh/install | bash -s "bun-v${range.replace(/^[^\d]*/, "")}"`;
  return ["error", message, hint];
}
