import { z } from "zod";
import type { Finding } from "#core/flow/finding.ts";
import { nearest } from "#core/lib/nearest.ts";
import { describeIssue, type Said } from "./describe-issue.ts";
import {
  childSchema,
  describeSchema,
  joinOr,
  schemaDescription,
  schemaExamples,
  schemaFields,
  unionOptions,
} from "./schema-shape.ts";
import { pickUnionBranch, requiredKeys } from "./union-branch.ts";
import type { YamlPath, YamlSource } from "./yaml-source.ts";

type Schema = z.core.$ZodType;
type Issue = z.core.$ZodIssue;

export interface ReadOptions {
  /** Start of the codes of findings: `FLOW` (default) or another. */
  readonly area?: "FLOW" | "BOT" | "BROADCAST" | "TEMPLATE";
  /**
   * Chooses the branch of a union by hand, for the value at a path: the index into the union's
   * options, or undefined to let the keys present decide (the first key weighs most).
   */
  readonly pickBranch?: (
    options: readonly Schema[],
    value: unknown,
    path: YamlPath,
  ) => number | undefined;
  /** What a word that is no typing mistake may mean, out of those that can stand at its place. */
  readonly meant?: (word: string, known: readonly string[]) => string | undefined;
  /** A hint for a value that does not fit its place at all, better than what the schema can give. */
  readonly advise?: (value: unknown, path: YamlPath) => string | undefined;
}

/** A value under check: `union` is set if the schema is the branch that was picked from a union. */
interface Spot {
  readonly schema: Schema;
  readonly value: unknown;
  readonly path: YamlPath;
  readonly union?: { readonly options: readonly Schema[]; readonly picked: Schema } | undefined;
}

/** Turns the issues of a schema into findings: at the right place, in words, each cause once. */
export class IssueTeller {
  readonly findings: Finding[] = [];
  readonly #source: YamlSource;
  readonly #options: ReadOptions;
  #lines: readonly string[] | undefined;

  constructor(source: YamlSource, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
  }

  tell(spot: Spot, issues: readonly Issue[]): void {
    const missing = issues.flatMap((issue) => missingKey(spot, issue) ?? []);
    const explained = new Set<string>();
    for (const issue of issues) {
      if (issue.code !== "unrecognized_keys") continue;
      const inner = this.#follow(spot, issue.path);
      for (const key of issue.keys) {
        const near = missing
          .filter((item) => samePath(item.parent, inner.path))
          .map((item) => item.key);
        const meant = nearest(key, near) ?? this.#options.meant?.(key, near);
        if (meant !== undefined) explained.add(JSON.stringify([...inner.path, meant]));
        this.#unknownKey(inner, key, meant);
      }
    }
    for (const issue of issues) {
      if (issue.code === "unrecognized_keys") continue;
      const gone = missingKey(spot, issue);
      if (gone === undefined) this.#wrongValue(this.#follow(spot, issue.path), issue);
      else if (!explained.has(JSON.stringify([...gone.parent, gone.key])))
        this.#missingKey(spot, issue, gone);
    }
  }

  /** Goes down to the value that an issue speaks of, through the likely branch of each union. */
  #follow(spot: Spot, steps: readonly PropertyKey[]): Spot {
    let at = spot;
    for (const step of steps) {
      const branch = this.#pick(at)?.picked ?? at.schema;
      const schema = childSchema(branch, step) ?? z.unknown();
      const name = typeof step === "number" ? step : String(step);
      at = { schema, value: getOwn(at.value, name), path: [...at.path, name] };
    }
    return at;
  }

  #unknownKey(outer: Spot, key: string, meant: string | undefined): void {
    const union = this.#pick(outer);
    const spot = union === undefined ? outer : { ...outer, schema: union.picked, union };
    const allowed = [...(schemaFields(spot.schema)?.keys() ?? [])];
    const free = allowed.filter((name) => getOwn(spot.value, name) === undefined);
    const other = spot.union?.options.find(
      (option) => option !== spot.union?.picked && requiredKeys(option).includes(key),
    );
    const path = [...spot.path, key];
    const lead = requiredKeys(spot.schema).find((name) => getOwn(spot.value, name) !== undefined);
    if (other !== undefined && lead !== undefined) {
      const message = `"${key}" cannot stand beside "${lead}"`;
      const isEntry = typeof spot.path.at(-1) === "number";
      const hint = isEntry ? `give "${key}" an entry of its own` : "take one of the two away";
      this.#add(path, "key", { code: "KEY_CLASH", message, hint });
      return;
    }
    const near =
      meant ?? nearest(key, free) ?? this.#options.meant?.(key, free) ?? nearest(key, allowed);
    const known = allowed.length > 0 ? `known here: ${allowed.join(", ")}` : "no key is known here";
    const hint = near === undefined ? known : `did you mean "${near}"?`;
    this.#add(path, "key", { code: "KEY_UNKNOWN", message: `unknown key "${key}"`, hint });
  }

  #missingKey(spot: Spot, issue: Issue, { parent, key }: MissingKey): void {
    const inner = this.#follow(spot, issue.path);
    const said = { code: "KEY_MISSING", message: `"${key}" is missing` };
    const hint = schemaDescription(inner.schema);
    this.#add([...parent, key], "key", hint === undefined ? said : { ...said, hint });
  }

  #wrongValue(spot: Spot, issue: Issue): void {
    if (issue.code === "invalid_union" && this.#tellUnion(spot)) return;
    if (issue.code === "invalid_key") {
      const inner = issue.issues[0];
      const name = `key "${String(spot.path.at(-1))}"`;
      const wanted = { name, wanted: undefined, source: name };
      this.#add(spot.path, "key", describeIssue(inner ?? issue, spot.path.at(-1), wanted));
      return;
    }
    const name = nameOf(spot.path);
    const wanted =
      issue.code === "invalid_type" && issue.expected !== "int"
        ? describeSchema(spot.schema)
        : undefined;
    const said = describeIssue(issue, spot.value, {
      name,
      wanted,
      source: this.#written(spot.path),
      examples: schemaExamples(spot.schema),
      meant: this.#options.meant,
    });
    const keys = [...(schemaFields(spot.schema)?.keys() ?? [])];
    const hint = said.hint ?? (keys.length > 0 ? `its keys: ${keys.join(", ")}` : undefined);
    this.#misfit(spot, hint === undefined ? said : { ...said, hint });
  }

  /** Tells what is wrong with the one branch that was meant; false if the union is not known. */
  #tellUnion(spot: Spot): boolean {
    const options = unionOptions(spot.schema);
    if (options === undefined) return false;
    const union = this.#pick(spot);
    if (union === undefined) {
      this.#noBranch(spot, options);
      return true;
    }
    const result = z.safeParse(union.picked, spot.value);
    if (result.success) return false;
    this.tell({ ...spot, schema: union.picked, union }, result.error.issues);
    return true;
  }

  #pick({ schema, value, path }: Spot): Spot["union"] {
    const options = unionOptions(schema);
    if (options === undefined) return undefined;
    const index =
      this.#options.pickBranch?.(options, value, path) ?? pickUnionBranch(options, value);
    const picked = options[index ?? -1];
    return picked === undefined ? undefined : { options, picked };
  }

  #noBranch(spot: Spot, options: readonly Schema[]): void {
    const { value, path } = spot;
    const leads = [...new Set(options.flatMap((option) => requiredKeys(option).slice(0, 1)))];
    const [first] = typeof value === "object" && value !== null ? Object.keys(value) : [];
    if (isEmptyMap(value) && leads.length > 0) {
      const said = { code: "VALUE_TYPE", message: `${nameOf(path)} is empty` };
      this.#add(path, "value", { ...said, hint: `one of: ${leads.join(", ")}` });
      return;
    }
    if (first === undefined || leads.length === 0) {
      const wanted = joinOr(options.map(describeSchema));
      const source = this.#written(path);
      const issue: Issue = { code: "invalid_type", expected: "", path: [], message: "Invalid" };
      this.#misfit(spot, describeIssue(issue, value, { name: nameOf(path), wanted, source }));
      return;
    }
    const isKnown = options.some((option) => schemaFields(option)?.has(first));
    const message = isKnown
      ? `nothing says what this is: ${nameOf(path)} needs one more key`
      : `unknown key "${first}"`;
    const meant = isKnown ? undefined : this.#options.meant?.(first, leads);
    const hint = meant === undefined ? `one of: ${leads.join(", ")}` : `did you mean "${meant}"?`;
    this.#add([...path, first], "key", {
      code: isKnown ? "KEY_MISSING" : "KEY_UNKNOWN",
      message,
      hint,
    });
  }

  /** How a value is written in the file, if it is on one line. */
  #written(path: YamlPath): string {
    const at = this.#source.at(path);
    this.#lines ??= this.#source.text.split("\n");
    const line = this.#lines[at.line - 1] ?? "";
    return at.line === at.endLine ? line.slice(at.column - 1, at.endColumn - 1) : "";
  }

  /** Says that a value does not fit, with better advice if there is some. */
  #misfit(spot: Spot, said: Said): void {
    const hint = this.#options.advise?.(spot.value, spot.path) ?? said.hint;
    this.#add(spot.path, "value", hint === undefined ? said : { ...said, hint });
  }

  #add(path: YamlPath, part: "key" | "value", said: Said): void {
    const area = this.#options.area ?? "FLOW";
    const code = /^(KEY|VALUE)_/.test(said.code) ? `${area}_${said.code}` : said.code;
    this.findings.push({ ...said, code, severity: "error", at: this.#source.at(path, part) });
  }
}

interface MissingKey {
  readonly parent: YamlPath;
  readonly key: string;
}

/** The key that an issue misses, if that is what it is about. */
function missingKey(spot: Spot, issue: Issue): MissingKey | undefined {
  const key = issue.path.at(-1);
  if (typeof key !== "string" || issue.code === "invalid_key") return undefined;
  const steps = issue.path
    .slice(0, -1)
    .map((step) => (typeof step === "number" ? step : String(step)));
  const holder = steps.reduce<unknown>(getOwn, spot.value);
  if (typeof holder !== "object" || holder === null || Object.hasOwn(holder, key)) return undefined;
  return { parent: [...spot.path, ...steps], key };
}

function getOwn(value: unknown, step: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  const item: unknown = Reflect.get(value, step);
  return item;
}

function isEmptyMap(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 0
  );
}

function samePath(a: YamlPath, b: YamlPath): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

/** What a value is called in a message: its key, or its number in a list. */
function nameOf(path: YamlPath): string {
  const last = path.at(-1);
  if (last === undefined) return "the file";
  if (typeof last === "string") return `"${last}"`;
  const list = path.at(-2);
  return list === undefined ? `entry ${last + 1}` : `entry ${last + 1} of "${list}"`;
}
