import assert from "node:assert/strict";
import type {
  AiCapabilities,
  AiEvent,
  AiProvider,
  AiRequest,
} from "#core/model/ports/ai-provider.ts";

/** One thing that a real vendor has to do. It throws what is wrong. */
export interface LiveCheck {
  readonly name: string;
  /** Undefined: every provider has to. */
  readonly appliesTo?: (provider: AiProvider) => boolean;
  readonly run: (provider: AiProvider, signal: AbortSignal) => Promise<void>;
}

const can = (has: (capabilities: AiCapabilities) => boolean) => (provider: AiProvider) =>
  has(provider.capabilities);

/** What is asked of each vendor: a handful of short questions, so that a run costs next to nothing. */
export const liveChecks: readonly LiveCheck[] = [
  {
    name: "works as sapa provider check asks",
    async run(provider, signal) {
      assert.equal(await provider.probe(signal), undefined);
    },
  },
  {
    name: "answers with text, one done, and what it used",
    async run(provider, signal) {
      const events = await ask(provider, "Answer with the one word: kopi", {}, signal);
      assert.match(textOf(events), /kopi/i);
      assert.equal(events.filter(({ kind }) => kind === "done").length, 1);
      if (!provider.capabilities.usage) return;
      const usage = events.find((event) => event.kind === "usage");
      assert.ok(usage?.kind === "usage" && usage.inputTokens > 0, "no usage was told");
    },
  },
  {
    name: "keeps to a schema",
    appliesTo: can(({ jsonSchema }) => jsonSchema !== "none"),
    async run(provider, signal) {
      const schema = {
        type: "object",
        properties: { cups: { type: "integer" } },
        required: ["cups"],
        additionalProperties: false,
      };
      const form = { schema: { name: "order", schema } };
      const events = await ask(provider, "I want two cups. How many, as JSON?", form, signal);
      assert.deepEqual(JSON.parse(textOf(events)), { cups: 2 });
    },
  },
  {
    name: "asks for a tool",
    appliesTo: can(({ tools }) => tools),
    async run(provider, signal) {
      const schema = {
        type: "object",
        properties: { city: { type: "string" } },
        required: ["city"],
        additionalProperties: false,
      };
      const tools = [{ name: "weather", about: "The weather of a city.", schema }];
      const question = "Use the tool to look up the weather in Bandung.";
      const events = await ask(provider, question, { tools }, signal);
      const call = events.find((event) => event.kind === "tool");
      assert.equal(call?.kind === "tool" ? call.call.name : undefined, "weather");
    },
  },
  {
    name: "stops when it is called off",
    async run(provider, signal) {
      const abort = new AbortController();
      const either = AbortSignal.any([abort.signal, signal]);
      const events: AiEvent[] = [];
      const request = requestOf("Count from 1 to 300 in words.", {});
      for await (const event of provider.stream(request, either)) {
        events.push(event);
        abort.abort();
      }
      const last = events.at(-1);
      assert.equal(last?.kind === "done" ? last.reason : undefined, "aborted");
    },
  },
  {
    name: "makes vectors",
    appliesTo: ({ embedder }) => embedder !== undefined,
    async run({ embedder }, signal) {
      const { vectors = [] } = (await embedder?.embed(["kopi", "teh"], "passage", signal)) ?? {};
      assert.equal(vectors.length, 2);
      assert.equal(vectors[0]?.length, vectors[1]?.length);
    },
  },
  {
    name: "moderates",
    appliesTo: ({ moderator }) => moderator !== undefined,
    async run({ moderator }, signal) {
      assert.deepEqual(await moderator?.check("Two cups of coffee, please.", signal), []);
    },
  },
];

function requestOf(question: string, change: Partial<AiRequest>): AiRequest {
  const messages = [{ role: "user", parts: [{ kind: "text", text: question }] }] as const;
  return { messages, maxTokens: 2_000, ...change };
}

async function ask(
  provider: AiProvider,
  question: string,
  change: Partial<AiRequest>,
  signal: AbortSignal,
): Promise<readonly AiEvent[]> {
  const events = await Array.fromAsync(provider.stream(requestOf(question, change), signal));
  const last = events.at(-1);
  if (last?.kind === "done" && last.error !== undefined) assert.fail(last.error.message);
  return events;
}

function textOf(events: readonly AiEvent[]): string {
  return events.reduce((text, event) => {
    if (event.kind === "replace") return event.text;
    return event.kind === "text" ? text + event.text : text;
  }, "");
}
