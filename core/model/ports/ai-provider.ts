import type { Json, JsonObject } from "#core/lib/json.ts";

/** A piece of what the person said. Bytes, never a path or an address: a provider fetches nothing. */
export type AiPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly bytes: Uint8Array; readonly mime: string };

/** A function that the model asks for. `args` is what the model wrote: the host holds it to a schema. */
export interface AiToolCall {
  readonly id: string;
  readonly name: string;
  readonly args: Json;
}

/** A function that the model may ask for; `schema` is the JSON Schema of its arguments. */
export interface AiTool {
  readonly name: string;
  readonly about: string;
  readonly schema: JsonObject;
}

/**
 * What was said before and is asked now, oldest first. `native` is the provider's own form of its
 * answer, given back unchanged where that provider needs it for an exact replay.
 */
export type AiMessage =
  | { readonly role: "user"; readonly parts: readonly AiPart[] }
  | {
      readonly role: "assistant";
      readonly text: string;
      readonly toolCalls?: readonly AiToolCall[];
      readonly native?: Json;
    }
  | {
      readonly role: "tool";
      readonly callId: string;
      readonly name: string;
      readonly content: string;
      readonly isError: boolean;
    };

/** One question to a provider. */
export interface AiRequest {
  readonly system?: string;
  readonly messages: readonly AiMessage[];
  /** Only where the capabilities say `tools`. */
  readonly tools?: readonly AiTool[];
  /**
   * Asks for JSON that fits; only where `jsonSchema` is not `none`. The root is an object whose keys
   * are all required and no others allowed; below it any JSON Schema may stand: what a vendor cannot
   * be held to, its provider leaves out or asks for as a hint. The host checks the answer.
   */
  readonly schema?: { readonly name: string; readonly schema: JsonObject };
  /** Greatest length of the answer, in tokens of the model. */
  readonly maxTokens: number;
  /** For providers that keep the history themselves; `id` is theirs, from an earlier `done`. */
  readonly conversation?: { readonly id?: string; readonly timeZone: string };
  /** The person as the vendor may know them: a keyed hash, never a number or a name. */
  readonly endUser?: string;
}

/**
 * Why a provider did not answer. `quota`: the account's money is used up, another try is of no use;
 * `rate_limit`: too fast, a later try may do; `protocol`: the answer cannot be understood, a stream
 * that ends without its end included.
 */
export const aiFailureKinds = [
  "timeout",
  "unreachable",
  "rate_limit",
  "quota",
  "auth",
  "permission",
  "model_missing",
  "bad_request",
  "context_length",
  "overloaded",
  "server",
  "protocol",
] as const;
export type AiFailureKind = (typeof aiFailureKinds)[number];

export interface AiFailure {
  readonly kind: AiFailureKind;
  /** For the team: what happened and what to do; without secrets and without what was asked. */
  readonly message: string;
  /** What the vendor asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The HTTP status, where there was one. */
  readonly status?: number;
  /**
   * True: the vendor has certainly seen nothing of the question, which then costs nothing. An
   * `unreachable` without it counts at an estimate: the connection may have been lost after it.
   */
  readonly isUnsent?: boolean;
}

/** What a stream tells; it ends in exactly one `done`, also after an error or an abort. */
export type AiEvent =
  | { readonly kind: "text"; readonly text: string }
  /** All text so far is void; this stands in its place (providers that revise their answers). */
  | { readonly kind: "replace"; readonly text: string }
  | { readonly kind: "tool"; readonly call: AiToolCall }
  | { readonly kind: "citation"; readonly title: string; readonly url: string }
  /** Told at most once, before `done`. */
  | AiUsage
  | {
      readonly kind: "done";
      /** `tools`: the calls that were told want their results; `refused`: the vendor's own filter. */
      readonly reason: "stop" | "length" | "tools" | "refused" | "aborted" | "error";
      /** There if and only if the reason is `error`. */
      readonly error?: AiFailure;
      /** The model that answered, as the vendor names it. */
      readonly model?: string;
      readonly native?: Json;
      /** Where the provider keeps the history: what to ask with next time. */
      readonly conversation?: string;
    };

/** Tokens as the vendor counted them; `output` includes what the model thought. */
export interface AiUsage {
  readonly kind: "usage";
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of `inputTokens` that cost less. */
  readonly cachedTokens?: number;
}

/** Declared data: the host adapts to these and never to a provider's name. */
export interface AiCapabilities {
  readonly streaming: boolean;
  readonly tools: boolean;
  /** `strict`: the vendor promises the schema; `hint`: it tries; the host checks both. */
  readonly jsonSchema: "strict" | "hint" | "none";
  readonly systemPrompt: boolean;
  /** Who keeps what was said before: the host sends it each time, or the provider has it. */
  readonly history: "host" | "provider";
  readonly images: boolean;
  /** Whether `usage` is told. */
  readonly usage: boolean;
  /** `metered`: each call costs by its tokens; `free`: nothing; `licence`: paid otherwise. */
  readonly cost: "metered" | "free" | "licence";
  /** True if the text leaves this host. */
  readonly dataLeavesHost: boolean;
  /** True if it answers with the rights of a signed-in person. */
  readonly actsAsUser: boolean;
}

/** What a metered provider costs, in micro-USD for a million tokens; for reserving and settling. */
export interface AiPrice {
  readonly inputMicroUsd: number;
  readonly cachedMicroUsd: number;
  readonly outputMicroUsd: number;
  /** The day the price was looked up, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** How long the host waits for a stream, in milliseconds; the host's own where absent. */
export interface AiDeadlines {
  /** From the question to the first event: cold starts count. */
  readonly firstEventMs?: number;
  /** Between two events. */
  readonly idleMs?: number;
}

export interface AiProvider {
  readonly name: string;
  readonly capabilities: AiCapabilities;
  /** The model that is asked, for people and records. */
  readonly model: string;
  /** Undefined with a metered provider: the price is not known, and no budget can hold it. */
  readonly price?: AiPrice;
  readonly deadlines?: AiDeadlines;
  stream(request: AiRequest, signal: AbortSignal): AsyncIterable<AiEvent>;
  /** Undefined is good, else what is wrong and what to do. */
  probe(signal?: AbortSignal): Promise<string | undefined>;
  /** There where it answers as a signed-in person. */
  readonly signIn?: SignIn;
  /** There where models are kept at the provider's server and may have to be fetched first. */
  readonly installer?: ModelInstaller;
  readonly embedder?: Embedder;
  readonly transcriber?: Transcriber;
  readonly moderator?: Moderator;
  /** There where it finds passages in documents that it may read, without answering. */
  readonly retriever?: Retriever;
}

/** How somebody lets a provider answer as them. What is kept of it is kept in the plugin's values. */
export interface SignIn {
  /** Who is signed in, as the vendor names them; undefined: nobody. */
  account(): Promise<string | undefined>;
  /**
   * Signs in by a code that is typed on another device, and resolves to who it is. Throws `AI_AUTH`
   * if the time is over, or the vendor says no.
   */
  begin(tell: (step: SignInStep) => void, signal: AbortSignal): Promise<string>;
  /** Forgets who was signed in. */
  end(): Promise<void>;
}

/** What the person has to do: open `url` and type `code`, before it expires. */
export interface SignInStep {
  readonly url: string;
  readonly code: string;
  readonly expiresInMs: number;
}

/** Fetches the models that the settings name to where they run. */
export interface ModelInstaller {
  /**
   * Resolves when all are there; one that is there already is looked at alone. Goes on where an
   * earlier one was called off. Throws `BotError` with an `AI_…` code.
   */
  install(tell: (step: InstallStep) => void, signal: AbortSignal): Promise<void>;
}

/** How far one model is. Bytes are those of the part that is fetched, where the server tells them. */
export interface InstallStep {
  readonly model: string;
  /** What is done, in the server's words. */
  readonly phase: string;
  readonly doneBytes?: number;
  readonly totalBytes?: number;
}

/** Turns texts into vectors of one length, in order. Throws `BotError` with an `AI_…` code. */
export interface Embedder {
  /** Names the vectors' space: vectors of two spaces are never compared. */
  readonly model: string;
  /** True if the texts leave this host; as the provider itself if absent. */
  readonly dataLeavesHost?: boolean;
  /** Undefined with a metered provider: the price is not known, and no budget can hold it. */
  readonly price?: EmbedPrice;
  /** `passage`: what is looked in; `question`: what is looked for. Some models want to know. */
  embed(
    texts: readonly string[],
    use: "passage" | "question",
    signal: AbortSignal,
  ): Promise<Embedding>;
}

/** Micro-USD for a million tokens of text. */
export interface EmbedPrice {
  readonly inputMicroUsd: number;
  /** The day the price was looked up, `YYYY-MM-DD`. */
  readonly asOf: string;
}

export interface Embedding {
  readonly vectors: readonly Float32Array[];
  /** As the vendor counted them; undefined: it did not tell. */
  readonly inputTokens?: number;
}

/** A voice note, as it came. `language`, BCP 47, is a guess: it may be spoken in another. */
export interface Voice {
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly language?: string;
}

/** Turns a voice note into text. Throws `BotError` with an `AI_…` code: one of `aiFailureKinds`, in capitals. */
export interface Transcriber {
  /** For people and records. */
  readonly model: string;
  /** Undefined with a metered provider: nobody knows, and no budget can hold it. */
  readonly price?: VoicePrice;
  /** `seconds`: as the vendor charges them, where it tells. */
  transcribe(
    voice: Voice,
    signal: AbortSignal,
  ): Promise<{ readonly text: string; readonly seconds?: number }>;
}

/** What listening costs, in micro-USD a minute. */
export interface VoicePrice {
  readonly minuteMicroUsd: number;
  /** The day the price was looked up, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** A piece of a document that fits a question. What stands in it is material, whoever wrote it. */
export interface Passage {
  readonly text: string;
  readonly title: string;
  /** Where a person opens the document. */
  readonly url: string;
}

/**
 * Finds passages in what the provider may read, with its rights: where it acts as a signed-in person,
 * theirs. The best first, at most as many as its settings say. Throws `BotError` with an `AI_…` code.
 */
export interface Retriever {
  retrieve(question: string, signal: AbortSignal): Promise<readonly Passage[]>;
}

/** Says what a text offends against; an empty list is nothing. Throws `BotError`, `AI_…`. */
export interface Moderator {
  check(text: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** The text of a message's parts. */
export function partsText(parts: readonly AiPart[]): string {
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}
