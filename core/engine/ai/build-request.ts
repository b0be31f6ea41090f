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
import { fence } from "./fence.ts";
import { systemText } from "./system-text.ts";

/** A question with all that goes along, before it is put as one provider can take it. */
export interface Question {
  readonly ask: AiAsk;
  readonly form: AnswerForm;
  readonly settings: AiSettings;
  readonly history: readonly AiMessage[];
  readonly images: readonly Extract<AiPart, { readonly kind: "image" }>[];
  /** The chance word of the lines around material. */
  readonly nonce: string;
  readonly endUser: string | undefined;
}

/** Puts a question as a provider with these capabilities can take it. */
export function buildRequest(question: Question, capabilities: AiCapabilities): AiRequest {
  const { ask, form, settings, nonce, endUser } = question;
  const system = systemText({
    settings,
    author: ask.system,
    scope: ask.task === "answer" ? (ask.scope ?? settings.scope) : undefined,
    language: ask.language,
    nonce,
    form: formText(question),
  });
  const material = fence(ask.data ?? [], nonce);
  const words = [material, cutText(ask.prompt, maxPromptChars)].filter((part) => part !== "");
  const asked = words.join("\n\n");
  const text = capabilities.systemPrompt ? asked : `${system}\n\nThe person writes:\n${asked}`;
  const last: AiMessage = { role: "user", parts: [{ kind: "text", text }, ...question.images] };
  const wantsSchema = form.schema !== undefined && capabilities.jsonSchema !== "none";
  return {
    ...(capabilities.systemPrompt ? { system } : {}),
    messages: capabilities.history === "host" ? [...question.history, last] : [last],
    ...(wantsSchema && form.schema !== undefined
      ? { schema: { name: "answer", schema: form.schema } }
      : {}),
    maxTokens: ask.maxTokens,
    ...(endUser === undefined ? {} : { endUser }),
  };
}

function formText({ ask, form }: Question): string | undefined {
  if (form.schema === undefined) return undefined;
  const shape = `Answer with JSON alone, nothing before or after it, that fits this JSON Schema:\n${canonicalJson(form.schema)}`;
  switch (ask.task) {
    case "answer":
      return shape;
    case "extract":
      return `Take the value out of what the person wrote. Take only what is said there, and guess nothing.\n${shape}`;
    case "route": {
      const lines = Object.entries(ask.choices ?? {}).map(([key, means]) => `- ${key}: ${means}`);
      return [
        "Say which of these the person's message means, or null if none fits well:",
        ...lines,
        shape,
      ].join("\n");
    }
    default:
      return shape;
  }
}
