import { assertNever } from "#core/lib/assert-never.ts";
import type { AiFailureKind, AiProvider } from "#core/model/ports/ai-provider.ts";
import type { AiFacts } from "./ai-facts.ts";
import type { AskProvider } from "./attempt.ts";
import { mayFallBack } from "./failure-kinds.ts";

/** A provider of bot.yaml, with what the bot's owner says of it. */
export interface ChainLink {
  readonly name: string;
  readonly provider: AiProvider;
  /** Roles that may use it; undefined: everybody. */
  readonly onlyFor: readonly string[] | undefined;
  readonly ask: AskProvider;
}

/** What a question cannot do without. */
export interface ChainNeeds {
  readonly images: boolean;
  readonly tools: boolean;
}

/** How one provider did with a whole question: rounds of tools, checks and repairs together. */
export type LinkResult<Reply> =
  | { readonly kind: "replied"; readonly reply: Reply }
  | {
      readonly kind: "failed";
      readonly code: AiFailureKind | "invalid_answer";
      readonly message: string;
      /** True once a tool was run for it: nobody else is asked then. */
      readonly hasActed: boolean;
    }
  | {
      readonly kind: "skipped";
      readonly reason: "resting" | "budget";
      readonly message: string;
      readonly hasActed: boolean;
    }
  | { readonly kind: "aborted"; readonly hasActed: boolean };

/** How a chain ended without a reply. */
export interface ChainFailure {
  readonly kind: "failed";
  readonly code: AiFailureKind | "invalid_answer" | "budget" | "not_allowed";
  readonly message: string;
  readonly hasActed: boolean;
}

/**
 * Asks one provider after the other until one replies. The next is asked only if the one before
 * failed for reasons of its own, and nothing was done or said: a reply, a refusal and a question
 * that is itself at fault end the chain.
 */
export async function askChain<Reply>(
  links: readonly ChainLink[],
  facts: AiFacts,
  needs: ChainNeeds,
  askLink: (link: ChainLink, index: number) => Promise<LinkResult<Reply>>,
): Promise<{ readonly kind: "replied"; readonly reply: Reply } | ChainFailure> {
  const failures: ChainFailure[] = [];
  for (const [index, link] of links.entries()) {
    const obstacle = findObstacle(link, index, facts, needs);
    if (obstacle !== undefined) {
      failures.push(failure("not_allowed", `${link.name} ${obstacle}`, false));
      continue;
    }
    const result = await askLink(link, index);
    if (result.kind === "replied") return result;
    const failed = toFailure(result, link.name);
    failures.push(failed);
    const isOver = result.kind === "aborted" || failed.hasActed;
    if (isOver || (result.kind === "failed" && !canGoOn(result.code))) return failed;
  }
  return pickFailure(failures);
}

/**
 * Why this provider may not be asked this, whatever happens to the others; undefined: it may.
 * `index`: its place in the chain, 0 is first.
 */
export function findObstacle(
  { provider, onlyFor }: Pick<ChainLink, "provider" | "onlyFor">,
  index: number,
  facts: Pick<AiFacts, "mayAsk" | "mayLeaveHost" | "role">,
  needs: ChainNeeds,
): string | undefined {
  const { capabilities } = provider;
  if (!facts.mayAsk) return "may not be asked: the person does not want AI";
  if (capabilities.dataLeavesHost && !facts.mayLeaveHost) {
    return "is not on this machine, and the text has to stay here";
  }
  if (capabilities.actsAsUser) {
    if (onlyFor === undefined) return "answers as a person of ours and needs only_for";
    if (index > 0) return "answers as a person of ours and is never a fallback";
  }
  if (onlyFor !== undefined && (facts.role === undefined || !onlyFor.includes(facts.role))) {
    return `is only for ${onlyFor.join(", ")}`;
  }
  if (needs.images && !capabilities.images) return "cannot look at pictures";
  if (needs.tools && !capabilities.tools) return "cannot use tools";
  return undefined;
}

function canGoOn(code: AiFailureKind | "invalid_answer"): boolean {
  return code === "invalid_answer" || mayFallBack(code);
}

function toFailure(
  result: Exclude<LinkResult<unknown>, { readonly kind: "replied" }>,
  name: string,
): ChainFailure {
  const { hasActed } = result;
  switch (result.kind) {
    case "failed":
      return failure(result.code, `${name}: ${result.message}`, hasActed);
    case "skipped": {
      const code = result.reason === "budget" ? "budget" : "overloaded";
      return failure(code, `${name}: ${result.message}`, hasActed);
    }
    case "aborted":
      return failure("timeout", `${name}: it was called off`, hasActed);
    default:
      return assertNever(result, "result of a provider");
  }
}

/** The one that says most: a real failure before a refusal of ours; the last of its sort. */
function pickFailure(failures: readonly ChainFailure[]): ChainFailure {
  const isOurs = ({ code }: ChainFailure) => code === "budget" || code === "not_allowed";
  const told = failures.findLast((item) => !isOurs(item));
  const budget = failures.findLast(({ code }) => code === "budget");
  const picked = told ?? budget ?? failures.at(-1);
  const message = failures.map((item) => item.message).join("; ");
  return failure(picked?.code ?? "not_allowed", message, false);
}

function failure(code: ChainFailure["code"], message: string, hasActed: boolean): ChainFailure {
  return { kind: "failed", code, message, hasActed };
}
