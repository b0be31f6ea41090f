import type { Catalog } from "./catalog.ts";
import { joinBundle, splitBundle } from "./compile/link-programs.ts";
import type { Trigger, TriggerMatch } from "./compile/trigger.ts";
import type { CompiledFlows, compileBundle, FlowSource } from "./compile-flows.ts";
import type { NameTypes } from "./expression/name-types.ts";
import type { Finding } from "./finding.ts";
import { LazyProgram, type ProgramHead } from "./lazy-program.ts";
import type { Program } from "./program.ts";

/**
 * What compiling flows came to, as JSON: enough to use them again without looking at a step before
 * one of them is needed. It holds for the very same texts, catalog and program alone; the caller sees
 * to that.
 */
export interface FrozenFlows {
  readonly programs: readonly FrozenProgram[];
  readonly findings: readonly Finding[];
  readonly profile: NameTypes;
}

interface FrozenProgram extends Omit<ProgramHead, "source" | "bundle" | "triggers"> {
  /** The files of its bundle: its own first. */
  readonly files: readonly string[];
  readonly triggers: readonly FrozenTrigger[];
}

type PlainMatch = Exclude<TriggerMatch, { kind: "schedule" | "pattern" }>;

/** `compiled`: a part of it is no data, and is made when it is asked for. */
interface FrozenTrigger extends Omit<Trigger, "match" | "when"> {
  readonly match: PlainMatch | { readonly kind: "compiled"; readonly of: "schedule" | "pattern" };
  readonly isConditional: boolean;
}

/** Flows as data. Only flows that were compiled without an error can be thawed as they were. */
export function freezeFlows({ programs, findings, profile }: CompiledFlows): FrozenFlows {
  return { programs: programs.map(freeze), findings, profile };
}

function freeze(program: Program): FrozenProgram {
  const { flow, revision, file, description, purpose, mode, debounceMs, reads, hearsVoice } =
    program;
  return {
    flow,
    revision,
    file,
    description,
    purpose,
    mode,
    debounceMs,
    reads,
    hearsVoice,
    files: splitBundle(file, program.bundle).map((part) => part.file),
    triggers: program.triggers.map(({ name, match, when, channel, at }) => ({
      name,
      match:
        match.kind === "schedule" || match.kind === "pattern"
          ? { kind: "compiled", of: match.kind }
          : match,
      isConditional: when !== undefined,
      channel,
      at,
    })),
  };
}

/** Whether a flow has to be compiled to know its triggers: the times of a schedule are no data. */
export function needsCompiler({ programs }: FrozenFlows): boolean {
  return programs.some(({ triggers }) =>
    triggers.some(({ match }) => match.kind === "compiled" && match.of === "schedule"),
  );
}

/** The compiler, asked for when a flow is first used: it is large, and may be loaded until then. */
type GetCompile = () => typeof compileBundle;

/** The same flows from the same texts: each is compiled when it is first used. */
export function thawFlows(
  { programs, findings, profile }: FrozenFlows,
  sources: readonly FlowSource[],
  catalog: Catalog,
  getCompile: GetCompile,
): CompiledFlows {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  return {
    programs: programs.map((frozen) =>
      thaw(frozen, texts, (source) => getCompile()(source, catalog, profile)),
    ),
    findings,
    profile,
  };
}

function thaw(
  { files, triggers, ...head }: FrozenProgram,
  texts: ReadonlyMap<string, string>,
  compile: (source: FlowSource) => Program | undefined,
): Program {
  const parts = files.map((file) => ({ file, text: texts.get(file) ?? "" }));
  const bundle = joinBundle(parts);
  let made: Program | undefined;
  const whole = () => (made ??= compileAgain(head, bundle, compile));
  return new LazyProgram(
    {
      ...head,
      source: parts[0]?.text ?? "",
      bundle,
      triggers: triggers.map((frozen, index) =>
        thawTrigger(frozen, () => whole().triggers[index] ?? changed(head.file)),
      ),
    },
    whole,
  );
}

function compileAgain(
  { file, revision }: Pick<ProgramHead, "file" | "revision">,
  text: string,
  compile: (source: FlowSource) => Program | undefined,
): Program {
  const program = compile({ file, text });
  return program?.revision === revision ? program : changed(file);
}

/** Whoever thaws flows has compared all that they depend on. */
function changed(file: string): never {
  throw new Error(`${file} is not what it was when it was checked`);
}

function thawTrigger(
  { match, isConditional, ...rest }: FrozenTrigger,
  whole: () => Trigger,
): Trigger {
  return {
    ...rest,
    match: match.kind === "compiled" ? thawMatch(match.of, whole) : match,
    get when() {
      return isConditional ? whole().when : undefined;
    },
  };
}

/** A schedule is needed as soon as the bot starts. */
function thawMatch(kind: "schedule" | "pattern", whole: () => Trigger): TriggerMatch {
  if (kind === "schedule") return whole().match;
  return {
    kind,
    matches(text) {
      const { match } = whole();
      return match.kind === "pattern" && match.matches(text);
    },
  };
}
