import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { BotConfig } from "#core/config/bot-schema.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { YamlSource } from "#core/flow/read/yaml-source.ts";

/** Reports knowledge that is no folder: questions would be answered from nothing. */
export function checkKnowledge(
  botFolder: string,
  { knowledge }: Pick<BotConfig, "knowledge">,
  source: YamlSource,
): readonly Finding[] {
  return Object.entries(knowledge).flatMap(([name, folder]): readonly Finding[] => {
    const path = resolve(botFolder, folder);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return [];
    return [
      {
        code: "BOT_KNOWLEDGE_MISSING",
        severity: "error",
        at: source.at(["knowledge", name], "value"),
        message: `there is no folder ${folder}`,
        hint: "make it, with Markdown, text, CSV or PDF in it; the path is seen from bot.yaml",
      },
    ];
  });
}
