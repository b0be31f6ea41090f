import type { Template } from "#core/flow/expression/compile-template.ts";
import type { Position } from "#core/flow/finding.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { AskingInput } from "#core/flow/schema/ai-keys.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { Placed } from "./placed.ts";
import { reportProviders } from "./report-providers.ts";
import type { StepBuilder } from "./step-builder.ts";

/** Whom an AI step asks, and in which words; compiled. */
export interface Asking {
  /** The step's id. */
  readonly step: string;
  readonly providers: readonly string[];
  readonly system: Placed<Template> | undefined;
  readonly scope: string | undefined;
  readonly data: readonly (readonly [string, Placed<Template>])[];
  readonly knowledge: readonly string[];
  readonly tools: readonly string[];
  readonly maxTokens: number;
  readonly budgetMicroUsd: number | undefined;
  readonly at: Position;
}

const defaultTokens = 500;

/**
 * Compiles what `ai` and `converse` share below the verb, and reports a step without a scope where the
 * channel wants one, providers and tools that are not there, and sensitive slots on their way out.
 */
export function compileAsking(
  verb: string,
  input: AskingInput,
  wantsJson: boolean,
  build: StepBuilder,
): Asking {
  const { system, scope, data = {}, tools = [], budget } = input;
  const names = input.provider === undefined ? [] : [input.provider].flat();
  const providerPath = [verb, "provider"];
  reportProviders(
    { names, isList: Array.isArray(input.provider), path: providerPath, verb, owner: [verb] },
    { wantsJson, wantsTools: tools.length > 0 },
    build,
  );
  reportScope(verb, scope, build);
  for (const [index, name] of tools.entries()) useTool(name, [verb, "tools", index], build);
  return {
    step: build.id,
    providers: names,
    system: system === undefined ? undefined : compileAsked([verb, "system"], system, build),
    scope,
    data: build
      .inOrder([verb, "data"], Object.entries(data))
      .map(([label, text]) => [label, compileAsked([verb, "data", label], text, build)] as const),
    knowledge: compileKnowledge([verb, "knowledge"], input.knowledge, build),
    tools,
    maxTokens: input.max_tokens ?? defaultTokens,
    budgetMicroUsd: budget,
    at: build.at([verb]),
  };
}

/** A text that goes to a provider: nothing sensitive may be in it. */
export function compileAsked(path: YamlPath, text: string, build: StepBuilder): Placed<Template> {
  const template = build.template(path, text);
  build.withhold(
    template.value.names,
    path,
    (slot) => `the slot "${slot}" is sensitive, and no AI may hear it`,
  );
  return template;
}

function reportScope(verb: string, scope: string | undefined, build: StepBuilder): void {
  if (scope?.includes("{{") === true) {
    build.report({
      code: "FLOW_SCOPE_OPEN",
      path: [verb, "scope"],
      message: "a scope has no values in it: what a person says must not widen it",
    });
  }
  if (scope !== undefined || build.catalog.ai?.scope !== undefined) return;
  const channel = build.catalog.channels.find((item) => item.capabilities.needsScope === true);
  if (channel === undefined) return;
  build.report({
    code: "FLOW_SCOPE_MISSING",
    path: [verb],
    part: "key",
    message: `"scope" is missing: on ${channel.kind} an AI may not talk about everything`,
    hint: `say what it is for: ${verb}: { scope: "orders and opening hours of …" }, or ai: { scope: … } in bot.yaml for all`,
  });
}

function useTool(name: string, path: YamlPath, build: StepBuilder): void {
  const { actions } = build.around;
  const action = actions?.find((item) => item.name === name);
  if (action !== undefined) build.use(action);
  if (actions === undefined || action !== undefined) return;
  const names = actions.map((item) => item.name);
  const near = nearest(name, names);
  build.report({
    code: "FLOW_ACTION_UNKNOWN",
    path,
    message: `no plugin of the bot has an action "${name}"`,
    hint: near === undefined ? `actions: ${names.join(", ")}` : `did you mean "${near}"?`,
  });
}

function compileKnowledge(
  path: YamlPath,
  input: AskingInput["knowledge"],
  build: StepBuilder,
): readonly string[] {
  if (input === undefined) return [];
  const names = [input].flat();
  const known = build.catalog.ai?.knowledge;
  for (const [index, name] of names.entries()) {
    if (known === undefined || known.includes(name)) continue;
    const near = nearest(name, known);
    const all = known.length === 0 ? "bot.yaml has none" : `known are: ${known.join(", ")}`;
    build.report({
      code: "FLOW_KNOWLEDGE_UNKNOWN",
      path: typeof input === "string" ? path : [...path, index],
      message: `there is no knowledge "${name}"`,
      hint: near === undefined ? all : `did you mean "${near}"?`,
    });
  }
  return names;
}

/** The texts below the verb that a provider is given, beside the question itself. */
export function heardTexts(verb: string, { system, data = {} }: AskingInput) {
  return [
    ...(system === undefined ? [] : [{ path: [verb, "system"], text: system }]),
    ...Object.entries(data).map(([label, text]) => ({ path: [verb, "data", label], text })),
  ];
}
