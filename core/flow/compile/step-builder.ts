import type { Catalog, CatalogAction } from "#core/flow/catalog.ts";
import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { Template } from "#core/flow/expression/compile-template.ts";
import type { ValueKind, ValueType } from "#core/flow/expression/name-types.ts";
import type { Position, Severity } from "#core/flow/finding.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { ExpressionInput } from "#core/flow/schema/expression-schema.ts";
import type { TextInput } from "#core/flow/schema/text-schema.ts";
import type { Around } from "./around.ts";
import type { LocalText } from "./local-text.ts";
import type { Placed } from "./placed.ts";
import type { Slot } from "./slot.ts";
import type { Target } from "./target.ts";

/** What an expression must give. */
export interface Wanted {
  /** Empty: anything. */
  readonly kinds: readonly ValueKind[];
  /** An answer that is being tried, visible as `input` and in its slot. */
  readonly answer?: { readonly into: string | undefined; readonly type: ValueType };
  /** Whether null will do. */
  readonly isNullable?: boolean;
}

/**
 * What a step kind compiles with. Paths are below the step. Everything wrong is reported and
 * something harmless is handed back, so that a kind needs no second path for broken flows: a flow
 * with a finding never runs.
 */
export interface StepBuilder {
  readonly id: string;
  /** Where the step stands, as text: unique in the flow. */
  readonly place: string;
  readonly catalog: Catalog;
  /** What the flow is for, as it says or by default. */
  readonly purpose: string;
  readonly around: Around;
  /** Whether the flow takes voice notes like typed words. */
  readonly hearsVoice: boolean;
  expression(path: YamlPath, input: ExpressionInput, wanted: Wanted): Placed<Expression>;
  text(path: YamlPath, input: TextInput): LocalText;
  /** A string for a machine, such as a template's parameter: no Markdown, no locales. */
  template(path: YamlPath, text: string): Placed<Template>;
  slot(name: string): Slot | undefined;
  slotNames(): readonly string[];
  /** Gives the name that the list inside sees its type. */
  bind(path: YamlPath, name: string, type: ValueType): void;
  /** The name of a list inside the step. */
  list(path: YamlPath): string;
  target(id: string): Target;
  /** Where the value at a path stands in the file. */
  at(path: YamlPath): Position;
  /** Says that `to`, a dotted name, holds from here on what others hold: see `SecretFlow`. */
  passOn(to: string, names: readonly string[]): void;
  /** Nothing sensitive may be in `names`: it would leave. */
  withhold(names: readonly string[], path: YamlPath, message: (slot: string) => string): void;
  /** Says that a name holds what a sensitive slot of another flow does. */
  keepSecret(name: string, slot: string): void;
  /** Says that the flow needs the action: its schemas are part of the revision. */
  use(action: CatalogAction): void;
  /**
   * Entries of the map at a path in the order of the file: JavaScript moves keys that look like
   * numbers to the front.
   */
  inOrder<T>(
    path: YamlPath,
    entries: readonly (readonly [string, T])[],
  ): readonly (readonly [string, T])[];
  report(finding: StepFinding): void;
}

/** A finding, by its place in the step. */
export interface StepFinding {
  readonly code: string;
  readonly severity?: Severity;
  readonly path: YamlPath;
  readonly part?: "key" | "value";
  readonly message: string;
  readonly hint?: string;
}
