import { checkFolder } from "#core/app/check-folder.ts";
import { countFindings, summarizeFindings } from "#core/app/render-findings.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";

/** What `sapa check` finds, in a line. */
export async function checkFiles({ folder, command }: DoctorCase): Promise<readonly Found[]> {
  const { findings } = await checkFolder(folder);
  const { errors, warnings } = countFindings(findings);
  const message = `${folder.bot.file} and its flows: ${summarizeFindings(findings)}`;
  if (errors + warnings === 0) return [["good", message]];
  return [[errors > 0 ? "error" : "warning", message, command("check")]];
}
