import type { Json } from "#core/lib/json.ts";

/** One question to a provider. `schema` asks for JSON that fits it. */
export interface AiRequest {
  readonly system?: string;
  readonly messages: readonly { readonly role: "user" | "assistant"; readonly text: string }[];
  readonly maxTokens: number;
  readonly schema?: Json;
}

/** What a stream tells; it ends in exactly one `done`, also after an error or an abort. */
export type AiEvent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "usage"; readonly inputTokens: number; readonly outputTokens: number }
  | {
      readonly kind: "done";
      readonly reason: "stop" | "length" | "refused" | "aborted" | "error";
      readonly error?: { readonly code: string; readonly message: string };
    };

export interface AiCapabilities {
  readonly streaming: boolean;
  readonly jsonSchema: boolean;
  readonly systemPrompt: boolean;
  /** True if the text leaves this host. */
  readonly dataLeavesHost: boolean;
  /** True if it answers with the rights of a signed-in person. */
  readonly actsAsUser: boolean;
}

export interface AiProvider {
  readonly name: string;
  readonly capabilities: AiCapabilities;
  stream(request: AiRequest, signal: AbortSignal): AsyncIterable<AiEvent>;
  /** Undefined is good, else what is wrong and what to do. */
  probe(): Promise<string | undefined>;
}
