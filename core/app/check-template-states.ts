import type { Finding } from "#core/flow/finding.ts";
import { readYaml, type YamlPath } from "#core/flow/read/yaml-source.ts";
import type { Millis } from "#core/lib/millis.ts";
import {
  type TemplateRecord,
  type TemplateStatus,
  templateLanguage,
  templateRefusal,
} from "#core/model/template.ts";
import type { BotFile } from "./bot-folder.ts";

/** What is to be done about a template that is not approved; those of other statuses are not told of. */
const advice: Readonly<Partial<Record<TemplateStatus, string>>> = {
  pending: "it is being reviewed: wait for the answer (sapa template list)",
  rejected: "change it, and hand it in again: sapa template apply",
  paused: "it goes again when the pause is over: send it less, or make it better",
  disabled: "use another template, with other words",
  deleted: "make it again: sapa template plan",
};

/**
 * Warnings where flows send a template of which the network has last told that it is not approved. A
 * status may have changed since, so that none of them keeps a bot from starting.
 */
export function checkTemplateStates(
  flows: readonly BotFile[],
  locales: readonly string[],
  records: readonly TemplateRecord[],
  now: Millis,
): readonly Finding[] {
  return flows.flatMap(({ file, text }) => {
    const source = readYaml(file, text);
    return [...findSteps(source.value, [])].flatMap(({ path, name, language }) => {
      const tags = (language === undefined ? locales : [language]).map(templateLanguage);
      const bad = records.find(
        (record) =>
          record.name === name && tags.includes(record.language) && isUnapproved(record, now),
      );
      const hint = bad === undefined ? undefined : advice[bad.status];
      if (bad === undefined || hint === undefined) return [];
      const at = source.at([...path, "name"]);
      const message = `the template "${name}" (${bad.language}) is ${bad.status}`;
      return [{ code: "TEMPLATE_NOT_APPROVED", severity: "warning", at, message, hint } as const];
    });
  });
}

/** A pause that must be over by now is nothing to tell of. */
function isUnapproved(record: TemplateRecord, now: Millis): boolean {
  if (record.status === "paused") return templateRefusal(record, now) !== undefined;
  return record.status !== "approved";
}

interface Step {
  readonly path: YamlPath;
  readonly name: string;
  readonly language: string | undefined;
}

/** Every template step of a file, and where it stands. */
function* findSteps(value: unknown, path: YamlPath): Generator<Step> {
  if (typeof value !== "object" || value === null) return;
  if ("template" in value && typeof value.template === "object" && value.template !== null) {
    const { template } = value;
    const name = "name" in template ? template.name : undefined;
    const language = "language" in template ? template.language : undefined;
    if (typeof name === "string") {
      const tag = typeof language === "string" ? language : undefined;
      yield { path: [...path, "template"], name, language: tag };
    }
  }
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) {
    yield* findSteps(item, [...path, isList ? Number(key) : key]);
  }
}
