import { canonicalJson } from "#core/lib/json.ts";
import { cutText } from "#core/lib/text.ts";
import type { AiAsk } from "#core/model/ai.ts";
import type {
  AiCapabilities,
  AiMessage,
  AiPart,
  AiRequest,
} from "#core/model/ports/ai-provider.ts";
import { type AiSettings, maxPromptChars } from "./ai-settings.ts";
import type { AnswerForm } from "./answer-form.ts";
import type { Mask } from "./create-masker.ts";
import { fence } from "./fence.ts";
import { type SystemFacts, systemText } from "./system-text.ts";

/** A question with all that goes along, before it is put as one provider can take it. */
export interface Question {
  readonly ask: AiAsk;
  readonly settings: AiSettings;
  /** What the answer may be about, if it is words for a person. */
  readonly scope: string | undefined;
  readonly history: readonly AiMessage[];
  readonly images: readonly Extract<AiPart, { readonly kind: "image" }>[];
  /** The chance word of the lines around material. */
  readonly nonce: string;
  readonly endUser: string | undefined;
  /** Where the provider that is asked keeps this conversation, if it does. */
  readonly thread?: string | undefined;
  /** Takes out what no provider gets to see. */
  readonly mask: Mask;
}

/** What JSON around an answer may take. */
const verdictTokens = 32;

/** Puts a question as a provider with these capabilities can take it. */
export function buildRequest(
  question: Question,
  form: AnswerForm,
  capabilities: AiCapabilities,
): AiRequest {
  const { ask, nonce, endUser, mask } = question;
  const system = mask(systemText(systemFacts(question, form)));
  const material = fence(ask.data ?? [], nonce);
  const words = [material, cutText(ask.prompt, maxPromptChars)].filter((part) => part !== "");
  const asked = mask(words.join("\n\n"));
  const text = capabilities.systemPrompt ? asked : `${system}\n\nThe person writes:\n${asked}`;
  const last: AiMessage = { role: "user", parts: [{ kind: "text", text }, ...question.images] };
  return {
    ...(capabilities.systemPrompt ? { system } : {}),
    messages: capabilities.history === "host" ? [...question.history, last] : [last],
    ...(form.schema === undefined || capabilities.jsonSchema === "none"
      ? {}
      : { schema: { name: "answer", schema: form.schema } }),
    maxTokens: ask.maxTokens + (form.isJudged ? verdictTokens : 0),
    ...(capabilities.history === "host" ? {} : { conversation: threadOf(question) }),
    ...(endUser === undefined ? {} : { endUser }),
  };
}

function threadOf({ thread, settings: { timeZone } }: Question) {
  return thread === undefined ? { timeZone } : { id: thread, timeZone };
}

/** What the instructions of a question are made of. */
export function systemFacts(
  { ask, settings, scope, nonce }: Question,
  form: AnswerForm,
): SystemFacts {
  const { system: author, language } = ask;
  return { settings, author, scope, language, nonce, form: formText(ask, form) };
}

function formText(ask: AiAsk, { schema, isJudged }: AnswerForm): string | undefined {
  if (schema === undefined) return undefined;
  const shape = `Answer with JSON alone, nothing before or after it, that fits this JSON Schema:\n${canonicalJson(schema)}`;
  const verdict = isJudged
    ? "Set in_scope to false if what is asked, or what you would answer, is outside of the scope; greetings, thanks and questions back are inside. Then leave the answer empty.\n"
    : "";
  if (ask.task === "answer") return `${verdict}${shape}`;
  if (ask.task === "extract") {
    return `Take the value out of what the person wrote. Take only what is said there, and guess nothing.\n${shape}`;
  }
  const lines = Object.entries(ask.choices ?? {}).map(([key, means]) => `- ${key}: ${means}`);
  const intro = "Say which of these the person's message means, or null if none fits well:";
  return [intro, ...lines, shape].join("\n");
}
