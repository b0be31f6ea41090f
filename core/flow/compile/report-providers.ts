import type { CatalogProvider } from "#core/flow/catalog.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { StepBuilder, StepFinding } from "./step-builder.ts";

/** Providers as a step names them; without a name those of `ai.default` are meant. */
export interface NamedProviders {
  readonly names: readonly string[];
  readonly isList: boolean;
  readonly path: YamlPath;
  /** The key that wants them, and where it stands. */
  readonly verb: string;
  readonly owner: YamlPath;
}

interface Wants {
  readonly wantsJson: boolean;
  readonly wantsTools: boolean;
}

interface Build extends Pick<StepBuilder, "catalog"> {
  report(finding: StepFinding): void;
}

/** Reports providers that are not there, that cannot do what is wanted, or must not follow another. */
export function reportProviders(named: NamedProviders, wants: Wants, build: Build): void {
  const { ai } = build.catalog;
  if (ai === undefined) return;
  const chain = named.names.length > 0 ? named.names : ai.default;
  if (chain.length === 0) {
    build.report({
      code: "FLOW_PROVIDER_MISSING",
      path: named.owner,
      part: "key",
      message: `"${named.verb}" asks an AI, and the bot has no provider for it`,
      hint: "name one under providers of bot.yaml, and ai: { default: [<its name>] }",
    });
  }
  const before: CatalogProvider[] = [];
  for (const [index, name] of chain.entries()) {
    const report = reporterAt(index, named, build);
    const provider = ai.providers.find((item) => item.name === name);
    if (provider === undefined) {
      if (named.names.length > 0) reportUnknown(name, ai.providers, report);
      continue;
    }
    reportPlace(provider, before, report);
    reportLack(provider, wants, report);
    before.push(provider);
  }
}

type Tell = (code: string, message: string, hint?: string, severity?: "warning") => void;

/** What is said of one of a chain stands at its name, or at the verb if the step names none. */
function reporterAt(index: number, named: NamedProviders, build: Build): Tell {
  const { names, isList, path, owner } = named;
  const place = isList ? [...path, index] : path;
  return (code, message, hint, severity) =>
    build.report({
      code,
      ...(severity === undefined ? {} : { severity }),
      ...(names.length > 0 ? { path: place } : { path: owner, part: "key" }),
      message,
      ...(hint === undefined ? {} : { hint }),
    });
}

function reportUnknown(name: string, all: readonly CatalogProvider[], report: Tell): void {
  const known = all.map((provider) => provider.name);
  const near = nearest(name, known);
  const list = known.length === 0 ? "it has none" : `providers: ${known.join(", ")}`;
  report(
    "FLOW_PROVIDER_UNKNOWN",
    `bot.yaml has no provider "${name}"`,
    near === undefined ? list : `did you mean "${near}"?`,
  );
}

function reportPlace(
  { name, capabilities, isReserved }: CatalogProvider,
  before: readonly CatalogProvider[],
  report: Tell,
): void {
  if (capabilities === undefined) return;
  if (capabilities.actsAsUser) {
    if (before.length > 0) {
      const message = `"${name}" answers with the rights of whoever signed in: it is never a fallback`;
      report("FLOW_PROVIDER_CHAIN", message, "ask it alone, in a step of its own");
    } else if (!isReserved) {
      const message = `"${name}" answers with the rights of whoever signed in, and everybody may use it`;
      report("FLOW_PROVIDER_OPEN", message, "add only_for: [owner] to it in bot.yaml", "warning");
    }
  }
  const local = before.find((other) => other.capabilities?.dataLeavesHost === false);
  if (local !== undefined && capabilities.dataLeavesHost) {
    const message = `when "${local.name}" fails, the text would leave this machine for "${name}"`;
    report("FLOW_PROVIDER_CHAIN", message, "put the one on this machine last, or alone");
  }
}

function reportLack({ name, capabilities }: CatalogProvider, wants: Wants, report: Tell): void {
  if (wants.wantsTools && capabilities?.tools === false) {
    report("FLOW_PROVIDER_CANNOT", `"${name}" cannot run tools`);
  }
  if (wants.wantsJson && capabilities?.jsonSchema === "none") {
    report("FLOW_PROVIDER_CANNOT", `"${name}" cannot answer with data, which this step wants`);
  }
}
