import { assertNever } from "#core/lib/assert-never.ts";
import { canonicalJson, type Json } from "#core/lib/json.ts";
import type { AiReply } from "#core/model/ai.ts";
import type { AiRequest } from "#core/model/ports/ai-provider.ts";
import { type AnswerForm, type AnswerReading, answerForm } from "./answer-form.ts";
import type { AiAnswer, AiCitation, AiSkipped, AiUnanswered, AskWatch } from "./attempt.ts";
import { buildRequest, type Question, systemFacts } from "./build-request.ts";
import type { ChainLink, LinkResult } from "./chain.ts";
import { checkScope } from "./check-scope.ts";
import { findLeak } from "./find-leak.ts";
import { frameText } from "./system-text.ts";
import { mapTexts, textsIn } from "./text-in-json.ts";
import { askWithTools } from "./tool-loop.ts";
import type { ToolBox } from "./tools.ts";

/** What one provider's answer came to. */
export interface LinkReply {
  readonly kind: AiReply["kind"];
  readonly text: string;
  readonly value?: Json;
  readonly reason?: "scope" | "vendor";
  readonly link: ChainLink;
  readonly model: string;
  readonly isCut: boolean;
  readonly citations: readonly AiCitation[];
  /** Where the provider keeps the history. */
  readonly thread?: string;
}

/**
 * Puts a whole question to one provider: with its tools, held to its form (once more if it does not
 * fit), judged by its scope. Nothing of it is kept if another provider is asked after it.
 */
export async function askLink(
  link: ChainLink,
  question: Question,
  box: ToolBox,
  watch: AskWatch,
): Promise<LinkResult<LinkReply>> {
  const { capabilities } = link.provider;
  const { scope, nonce } = question;
  const form = answerForm(
    question.ask,
    scope !== undefined && capabilities.jsonSchema === "strict",
  );
  const { attempt, reading } = await askInForm(link, question, form, box, watch);
  if (attempt.kind !== "answered") return unanswered(attempt, box);
  if (reading === undefined) return replied(link, attempt, refused("vendor"));
  if (reading.kind === "outside") return replied(link, attempt, refused("scope"));
  if (reading.kind === "unreadable") {
    const { hasActed } = box;
    return { kind: "failed", code: "invalid_answer", message: reading.problem, hasActed };
  }
  if (isLeaking(saidIn(reading), question, form)) return replied(link, attempt, refused("scope"));
  if (scope !== undefined && !form.isJudged) {
    const checked = { scope, answer: plainText(reading), nonce, capabilities };
    const verdict = await checkScope(link.ask, checked, watch);
    if (verdict.kind === "unjudged") return unanswered(verdict.attempt, box);
    if (verdict.kind === "outside") return replied(link, attempt, refused("scope"));
  }
  const text = question.mask(plainText(reading));
  const value = reading.kind === "json" ? { value: mapTexts(reading.value, question.mask) } : {};
  return replied(link, attempt, { kind: reading.kind, text, ...value });
}

/** An answer as a judge reads it: JSON may write its letters by their numbers. */
function plainText(reading: Extract<AnswerReading, { readonly text: string }>): string {
  return reading.kind === "json" ? canonicalJson(reading.value) : reading.text;
}

/** All that a person could be told of an answer. */
function saidIn(reading: Extract<AnswerReading, { readonly text: string }>): string {
  const texts = reading.kind === "json" ? textsIn(reading.value) : [];
  return [reading.text, ...texts].join("\n");
}

/** What is said of the instructions is outside of every scope. */
function isLeaking(text: string, question: Question, form: AnswerForm): boolean {
  const facts = systemFacts(question, form);
  // What the bot is for may be said, in the owner's words too.
  const frame = frameText({ ...facts, scope: undefined });
  return findLeak(text, { frame, author: facts.author }) !== undefined;
}

interface FormedAnswer {
  readonly attempt: AiAnswer | AiUnanswered | AiSkipped;
  /** Undefined: there is nothing to read, or the vendor refused. */
  readonly reading: AnswerReading | undefined;
}

/** Asks until the answer has its form: once, and once more with what was wrong. */
async function askInForm(
  { provider, ask }: ChainLink,
  question: Question,
  form: AnswerForm,
  box: ToolBox,
  watch: AskWatch,
): Promise<FormedAnswer> {
  const request = buildRequest(question, form, provider.capabilities);
  const { attempt, messages } = await askWithTools(ask, request, box, watch);
  const reading = readAttempt(attempt, form);
  if (attempt.kind !== "answered" || reading?.kind !== "unreadable") return { attempt, reading };
  const second = await ask(askAgain({ ...request, messages }, attempt, reading.problem), watch);
  return { attempt: second, reading: readAttempt(second, form) };
}

/** The question once more, in the thread of the answer where the provider keeps one. */
function askAgain(request: AiRequest, { text, thread }: AiAnswer, problem: string): AiRequest {
  const wanted = `Your answer cannot be used: ${problem}. Answer once more, in the form that was asked for.`;
  const again = { role: "user", parts: [{ kind: "text", text: wanted }] } as const;
  if (request.conversation !== undefined && thread !== undefined) {
    return { ...request, messages: [again], conversation: { ...request.conversation, id: thread } };
  }
  return { ...request, messages: [...request.messages, { role: "assistant", text }, again] };
}

function readAttempt(
  attempt: AiAnswer | AiUnanswered | AiSkipped,
  form: AnswerForm,
): AnswerReading | undefined {
  if (attempt.kind !== "answered" || attempt.isRefused) return undefined;
  const reading = form.read(attempt.text);
  if (reading.kind !== "unreadable" || !attempt.isCut) return reading;
  return { kind: "unreadable", problem: "it was cut at its greatest length; write less" };
}

function refused(reason: "scope" | "vendor") {
  return { kind: "refused", text: "", reason } as const;
}

function replied(
  link: ChainLink,
  { model, isCut, citations, thread }: AiAnswer,
  what: Pick<LinkReply, "kind" | "text" | "value" | "reason">,
): LinkResult<LinkReply> {
  const kept = thread === undefined ? {} : { thread };
  return { kind: "replied", reply: { ...what, link, model, isCut, citations, ...kept } };
}

function unanswered(
  attempt: AiUnanswered | AiSkipped,
  { hasActed }: ToolBox,
): Exclude<LinkResult<never>, { readonly kind: "replied" }> {
  switch (attempt.kind) {
    case "skipped":
      return { kind: "skipped", reason: attempt.reason, message: attempt.message, hasActed };
    case "aborted":
      return { kind: "aborted", hasActed };
    case "failed": {
      const { kind: code, message } = attempt.failure;
      return { kind: "failed", code, message, hasActed };
    }
    default:
      return assertNever(attempt, "attempt without an answer");
  }
}
