import type { Finding } from "#core/flow/finding.ts";
import type { BotFile } from "./bot-folder.ts";

/** The one finding of a file that is not UTF-8: what else it says is a guess. */
export function findNotUtf8({ notUtf8 }: BotFile): readonly Finding[] {
  if (notUtf8 === undefined) return [];
  const message = "this is no UTF-8 text from here on";
  const hint = "save the file with the encoding UTF-8";
  return [{ code: "YAML_NOT_UTF8", severity: "error", at: notUtf8, message, hint }];
}
