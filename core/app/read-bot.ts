import { type BotConfig, botSchema } from "#core/config/bot-schema.ts";
import type { Finding } from "#core/flow/finding.ts";
import { readDocument } from "#core/flow/read/read-document.ts";
import { readYaml, type YamlPath, type YamlSource } from "#core/flow/read/yaml-source.ts";

export interface BotReading {
  readonly source: YamlSource;
  /** Absent if the file has an error. */
  readonly config?: BotConfig;
  readonly findings: readonly Finding[];
}

/** Reads bot.yaml's text: by the reader of flows, with the schema of core/config. */
export function readBot(file: string, text: string): BotReading {
  const source = readYaml(file, text);
  const { value, findings } = readDocument<BotConfig>(botSchema, source, { area: "BOT" });
  if (value === undefined) return { source, findings: pointIntoTexts(source, findings) };
  const isGood = findings.every((finding) => finding.severity !== "error");
  return isGood ? { source, findings, config: value } : { source, findings };
}

/** A duration, rate or sum that cannot be read is shown at its first bad character. */
function pointIntoTexts(source: YamlSource, findings: readonly Finding[]): readonly Finding[] {
  const { error } = botSchema.safeParse(source.value);
  const places = (error?.issues ?? []).flatMap((issue) => {
    const offset: unknown = issue.code === "custom" ? issue.params?.["offset"] : undefined;
    if (typeof offset !== "number") return [];
    const path: YamlPath = issue.path.map((step) =>
      typeof step === "number" ? step : String(step),
    );
    return [{ at: source.at(path), inner: source.stringPosition(path, offset) }];
  });
  return findings.map((finding) => {
    const place = places.find(
      ({ at }) => at.line === finding.at.line && at.column === finding.at.column,
    );
    return place === undefined ? finding : { ...finding, at: place.inner };
  });
}
