import type { Catalog, CatalogAction } from "#core/flow/catalog.ts";
import type { Template } from "#core/flow/expression/compile-template.ts";
import type { NameTypes, ValueType } from "#core/flow/expression/name-types.ts";
import { mayBeNull } from "#core/flow/expression/type-algebra.ts";
import { comparePositions } from "#core/flow/finding.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { toMarkup } from "#core/flow/render/markup.ts";
import { defaultPurpose } from "#core/flow/schema/flow-schema.ts";
import type { TextInput } from "#core/flow/schema/text-schema.ts";
import type { Around } from "./around.ts";
import type { FlowOutline, StepNode } from "./flow-outline.ts";
import type { LocalText, Wording } from "./local-text.ts";
import { placeExpression, placeTemplate } from "./place-expression.ts";
import type { Placed } from "./placed.ts";
import { asMap } from "./raw.ts";
import type { Report } from "./report.ts";
import { reportText } from "./report-text.ts";
import type { SecretFlow } from "./secret-flow.ts";
import type { Slot } from "./slot.ts";
import type { StepBuilder, Wanted } from "./step-builder.ts";
import type { Target } from "./target.ts";

/** What the builders of one flow share. */
export interface FlowContext {
  readonly source: YamlSource;
  readonly report: Report;
  readonly catalog: Catalog;
  readonly around: Around;
  readonly outline: FlowOutline;
  readonly slots: ReadonlyMap<string, Slot>;
  readonly secrets: SecretFlow;
  /** Called with every dotted name that is read. */
  readonly onRead: (name: string) => void;
  /** Called with a name that only the list sees, and the names inside it. */
  readonly onBind: (list: string, names: NameTypes) => void;
  /** Called with every action that the flow runs. */
  readonly onUse: (action: CatalogAction) => void;
}

/** The builder for one step; `names` are those at its place. */
export function createStepBuilder(
  node: StepNode,
  names: NameTypes,
  context: FlowContext,
): StepBuilder {
  const { source, report, catalog, around, outline, slots, onRead, onBind, onUse } = context;
  const full = (path: YamlPath): YamlPath => [...node.path, ...path];
  const template = (path: YamlPath, text: string): Placed<Template> => {
    const placed = placeTemplate(full(path), text, names, source, report);
    placed.value.names.forEach(onRead);
    return placed;
  };
  return {
    id: node.id ?? "",
    place: node.path.join("/"),
    catalog,
    purpose: purposeOf(source),
    around,
    hearsVoice: asMap(source.value)?.["voice"] === true,
    expression(path, input, wanted) {
      const scope = wanted.answer === undefined ? names : withAnswer(names, wanted.answer);
      const placed = placeExpression(full(path), input, wanted, scope, source, report);
      placed.value.names.forEach(onRead);
      return placed;
    },
    text(path, input) {
      const text = localText(path, input, (at, words) => {
        const placed = template(at, words);
        reportEmpty(placed.value, full(at), report);
        return placed;
      });
      reportText(full(path), input, text, context);
      return text;
    },
    template,
    slot: (name) => slots.get(name),
    slotNames: () => [...slots.keys()],
    bind: (path, name, type) => onBind(full(path).join("/"), { [name]: type }),
    list: (path) => full(path).join("/"),
    target: (id) => targetOf(outline.byId.get(id)),
    at: (path) => source.at(full(path)),
    passOn: (to, read) => context.secrets.pass(to, read),
    withhold: (read, path, message) =>
      context.secrets.leave({ names: read, path: full(path), message }),
    keepSecret: (name, slot) => context.secrets.add(name, slot),
    use: onUse,
    inOrder: (path, entries) => inFileOrder(full(path), entries, source),
    report: (found) => report({ ...found, path: full(found.path) }),
  };
}

/** Where a step stands; a step that does not exist was reported and gives a place of no meaning. */
export function targetOf(node: StepNode | undefined): Target {
  return node === undefined
    ? { list: "", index: 0, depth: 0 }
    : { list: node.list.name, index: node.index, depth: node.list.depth };
}

/** `validate` sees the answer as `input` and, already filled, in its slot. */
function withAnswer(names: NameTypes, answer: NonNullable<Wanted["answer"]>): NameTypes {
  const { into, type } = answer;
  const slots = names["slots"];
  const isSlot =
    into !== undefined && slots?.kind === "object" && Object.hasOwn(slots.fields, into);
  const filled: ValueType | undefined =
    isSlot && slots.kind === "object"
      ? { ...slots, fields: { ...slots.fields, [into]: type } }
      : slots;
  return { ...names, input: type, ...(filled === undefined ? {} : { slots: filled }) };
}

/** What may be empty leaves a gap in what a person reads. */
function reportEmpty({ parts }: Template, path: YamlPath, report: Report): void {
  for (const part of parts) {
    if (part.kind !== "expression" || !mayBeNull(part.expression.type)) continue;
    const inner = part.expression.text.trim();
    report({
      code: "FLOW_NAME_UNSET",
      severity: "warning",
      path,
      offset: { start: part.start, end: part.end },
      message: `${inner} may be empty here, and nothing would stand in its place`,
      hint: `write default(${inner}, …)`,
    });
  }
}

function localText(
  path: YamlPath,
  input: TextInput,
  template: (path: YamlPath, text: string) => Placed<Template>,
): LocalText {
  if (typeof input === "string") {
    return { byLocale: new Map(), first: wording(template(path, input)) };
  }
  const byLocale = new Map(
    Object.entries(input).map(([locale, text]) => [
      locale,
      wording(template([...path, locale], text)),
    ]),
  );
  // The schema wants at least one locale; the dash is for the type alone.
  const first = byLocale.values().next().value ?? wording(template(path, "-"));
  return { byLocale, first };
}

function wording(template: Placed<Template>): Wording {
  const { isConstant } = template.value;
  if (!isConstant) return { template, ready: undefined };
  const { text } = template.value;
  const ready = {
    plain: text,
    none: toMarkup(text, "none"),
    markdown: toMarkup(text, "markdown"),
    whatsapp: toMarkup(text, "whatsapp"),
  };
  return { template, ready };
}

/** Keys in the order of the file; most maps are in it already. */
function inFileOrder<T>(
  path: YamlPath,
  entries: readonly (readonly [string, T])[],
  source: YamlSource,
): readonly (readonly [string, T])[] {
  if (!entries.some(([key]) => /^\d+$/.test(key))) return entries;
  const placed = entries.map((entry) => ({ entry, at: source.at([...path, entry[0]], "key") }));
  return placed.toSorted((a, b) => comparePositions(a.at, b.at)).map(({ entry }) => entry);
}

function purposeOf({ value }: YamlSource): string {
  const purpose = asMap(value)?.["purpose"];
  return typeof purpose === "string" ? purpose : defaultPurpose;
}
