import { join } from "node:path";
import { shownPath } from "#core/app/find-data.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";

/** Every variable and secret file that bot.yaml names. */
export function checkEnvironment({ bot, folder }: DoctorCase): readonly Found[] {
  if (bot === undefined) return [];
  if (bot.problems.length === 0) return [["good", "everything that bot.yaml names is set"]];
  const file = shownPath(join(folder.folder, ".env"));
  const hint = `Set it in the environment or in ${file}; sapa dev runs without it.`;
  return bot.problems.map((problem): Found => ["error", `not set or wrong: ${problem}`, hint]);
}
