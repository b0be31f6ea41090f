import { dayMs, hourMs, later, type Millis } from "#core/lib/millis.ts";
import type { NetworkTemplate, TemplateRules } from "#core/model/ports/channel-templates.ts";
import type { TemplateDefinition, TemplateRecord } from "#core/model/template.ts";
import { differingParts } from "./compare-templates.ts";

export const templateActions = [
  "create",
  "edit",
  "delete",
  "unchanged",
  "blocked",
  "only-there",
] as const;

/**
 * What becomes of one template in one language. `blocked`: it should be made or changed, and cannot be
 * now; `only-there`: the network has it and no file declares it; it is left alone.
 */
export interface TemplateLine {
  readonly name: string;
  readonly language: string;
  readonly action: (typeof templateActions)[number];
  /** The parts that change. */
  readonly changes: readonly string[];
  /** Why it is blocked, and what to do. */
  readonly why?: string;
  /** When it may be done at the earliest. */
  readonly untilAt?: Millis;
}

export interface PlanInput {
  readonly declared: readonly TemplateDefinition[];
  readonly there: readonly NetworkTemplate[];
  /** What is remembered of templates, those that are gone included. */
  readonly records: readonly TemplateRecord[];
  /** Names that may be deleted, where only the network has them. */
  readonly deletes: readonly string[];
  readonly rules: TemplateRules;
  readonly now: Millis;
}

interface Named {
  readonly name: string;
  readonly language: string;
}

/** The difference between what is declared and what the network has, line by line, by name and language. */
export function planTemplates(input: PlanInput): readonly TemplateLine[] {
  const { declared, there, deletes } = input;
  const byKey = new Map(there.map((template) => [keyOf(template), template]));
  const wanted = new Set(declared.map(keyOf));
  const creates = { left: createsLeft(input) };
  const lines = declared.map((definition) => {
    const found = byKey.get(keyOf(definition));
    return found === undefined || found.status === "deleted"
      ? planCreate(definition, input, creates)
      : planEdit(definition, found, input);
  });
  const others = there
    .filter((template) => !wanted.has(keyOf(template)) && template.status !== "deleted")
    .map(({ name, language }): TemplateLine => {
      const action = deletes.includes(name) ? "delete" : "only-there";
      return { name, language, action, changes: [] };
    });
  return [...lines, ...others].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Whether a line is something to do. */
export function isWork({ action }: Pick<TemplateLine, "action">): boolean {
  return action === "create" || action === "edit" || action === "delete";
}

export function keyOf({ name, language }: Named): string {
  return `${name} ${language}`;
}

/** How many may be made within the hour; and since when those are counted that were. */
function createsLeft({ records, rules, now }: PlanInput): number {
  const recent = records.filter(
    ({ createdAt }) => createdAt !== undefined && now - createdAt < hourMs,
  );
  return rules.createsPerHour - recent.length;
}

function planCreate(
  { name, language }: TemplateDefinition,
  { records, rules, now }: PlanInput,
  creates: { left: number },
): TemplateLine {
  const line = { name, language, changes: [] };
  // A name rests in every language, whichever of them was deleted.
  const deletedAt = Math.max(
    ...records.filter((record) => record.name === name).map((record) => record.deletedAt ?? 0),
  );
  if (deletedAt > 0 && now - deletedAt < rules.nameRestMs) {
    return {
      ...line,
      action: "blocked",
      why: "its name was deleted, and cannot be used again yet: wait, or use another name",
      untilAt: later(now, rules.nameRestMs - (now - deletedAt)),
    };
  }
  if (creates.left <= 0) {
    const why = `${rules.createsPerHour} may be made in an hour: apply again later`;
    return { ...line, action: "blocked", why, untilAt: later(now, hourMs) };
  }
  creates.left -= 1;
  return { ...line, action: "create" };
}

function planEdit(
  definition: TemplateDefinition,
  found: NetworkTemplate,
  { records, rules, now }: PlanInput,
): TemplateLine {
  const { name, language, category } = definition;
  const hasOther = found.category !== undefined && found.category !== category;
  const parts =
    found.content === undefined ? ["body"] : differingParts(definition.content, found.content);
  const changes = [...(hasOther ? ["category"] : []), ...parts];
  const line = { name, language, changes };
  if (changes.length === 0) return { ...line, action: "unchanged" };
  const blocked = (why: string, untilAt?: Millis): TemplateLine => ({
    ...line,
    action: "blocked",
    why,
    ...(untilAt === undefined ? {} : { untilAt }),
  });
  if (found.content === undefined) {
    return blocked("the network has it with parts that a file cannot say: use another name");
  }
  if (found.status === "pending") return blocked("it is being reviewed: wait for the answer");
  if (found.status === "disabled") return blocked("it is disabled for good: use another name");
  if (found.status !== "approved") return { ...line, action: "edit" };
  if (hasOther) {
    return blocked(
      `the network counts it as ${found.category}, which an approved one keeps: write category: ${found.category}, or use another name`,
    );
  }
  const record = records.find((item) => item.name === name && item.language === language);
  const untilAt = editableAt(record?.editedAt ?? [], rules, now);
  return untilAt === undefined
    ? { ...line, action: "edit" }
    : blocked(
        `one that is approved may be changed ${times(rules.editsPerDay)} in a day and ${times(rules.editsPerMonth)} in ${rules.monthMs / dayMs} days`,
        untilAt,
      );
}

/** When an approved one may be changed again; undefined: now. */
function editableAt(
  editedAt: readonly Millis[],
  { editsPerDay, editsPerMonth, monthMs }: TemplateRules,
  now: Millis,
): Millis | undefined {
  const waits = [
    [editsPerDay, dayMs],
    [editsPerMonth, monthMs],
  ] as const;
  const ends = waits.flatMap(([count, spanMs]) => {
    const within = editedAt.filter((at) => now - at < spanMs).toSorted((a, b) => b - a);
    // The one that has to be over before another fits.
    const oldest = within[count - 1];
    return oldest === undefined ? [] : [later(oldest, spanMs)];
  });
  return ends.length === 0 ? undefined : later(now, Math.max(...ends) - now);
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
