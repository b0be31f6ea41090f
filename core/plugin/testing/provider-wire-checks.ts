import assert from "node:assert/strict";
import { jsonSchema } from "#core/lib/json.ts";
import type { AiEvent, AiMessage, AiProvider, AiRequest } from "#core/model/ports/ai-provider.ts";
import { inPieces, startWireServer, type WireReply, type WireServer } from "./wire-server.ts";
import type { WireSubject, WireVendor } from "./wire-vendor.ts";

/** One provider, its vendor's server, and what a check does with them. */
export class WireWorld {
  readonly vendor: WireVendor;
  readonly server: WireServer;
  readonly provider: AiProvider;

  private constructor(vendor: WireVendor, server: WireServer, provider: AiProvider) {
    this.vendor = vendor;
    this.server = server;
    this.provider = provider;
  }

  static async open(subject: WireSubject): Promise<WireWorld> {
    const server = await startWireServer(subject.answers);
    return new WireWorld(subject.vendor, server, subject.create(server.url));
  }

  /** Asks once, with the server answering thus, and tells all events. */
  ask(reply: WireReply, change: Partial<AiRequest> = {}): Promise<readonly AiEvent[]> {
    this.server.answer(reply);
    return readAll(this.provider.stream(question(change), new AbortController().signal));
  }

  lastBody(): string {
    return this.server.requests.at(-1)?.body ?? "";
  }
}

/** One promise of a provider towards its vendor's server; it throws when the promise is broken. */
export interface WireCheck {
  readonly name: string;
  /** False where the vendor or the provider has nothing of the kind. */
  readonly applies?: (world: WireWorld) => boolean;
  run(world: WireWorld): Promise<void>;
}

/** What a provider makes of answers that are well. */
export const wireAnswerChecks: readonly WireCheck[] = [
  {
    name: "text comes piece by piece, with usage and one end",
    async run(world) {
      const events = await world.ask(world.vendor.text(["Kopi ", "tubruk", "."]));
      checkDone(events, "stop");
      assert.equal(textOf(events), "Kopi tubruk.");
      if (!world.provider.capabilities.usage) return;
      const usage = events.filter((event) => event.kind === "usage");
      assert.deepEqual(
        usage.map(({ inputTokens, outputTokens }) => [inputTokens, outputTokens]),
        [[11, 7]],
      );
    },
  },
  {
    name: "letters that are split between two pieces come whole",
    async run(world) {
      const text = "Selamat pagi ☕ – dua gelas é 中文 👩‍🍳";
      const whole = world.vendor.text([text]);
      const bytes = whole.pieces.map((piece) =>
        piece instanceof Uint8Array ? piece : Buffer.of(),
      );
      const all = Buffer.concat(bytes).toString("utf8");
      const events = await world.ask({ ...whole, pieces: inPieces(all, 3) });
      checkDone(events, "stop");
      assert.equal(textOf(events), text);
    },
  },
  {
    name: "the greatest length is asked for, and an answer that was cut there says so",
    applies: ({ vendor }) => vendor.lengthy([]) !== undefined,
    async run(world) {
      const reply = world.vendor.lengthy(["Kopi"]);
      assert.ok(reply !== undefined);
      const events = await world.ask(reply, { maxTokens: 321 });
      checkDone(events, "length");
      assert.equal(textOf(events), "Kopi");
      assert.ok(world.lastBody().includes("321"), "maxTokens goes to the vendor");
    },
  },
  {
    name: "the instructions and all that was said go along, in order",
    applies: ({ provider }) => provider.capabilities.systemPrompt,
    async run(world) {
      const messages: readonly AiMessage[] = [
        { role: "user", parts: [{ kind: "text", text: "satu" }] },
        { role: "assistant", text: "dua" },
        { role: "user", parts: [{ kind: "text", text: "tiga" }] },
      ];
      const reply = world.vendor.text(["ya"]);
      checkDone(await world.ask(reply, { system: "nol", messages }), "stop");
      const places = ["nol", "satu", "dua", "tiga"].map((word) =>
        world.lastBody().indexOf(`"${word}"`),
      );
      assert.ok(
        places.every((place) => place >= 0),
        `all is told: ${places.join(", ")}`,
      );
      assert.ok((places[1] ?? 0) < (places[2] ?? 0) && (places[2] ?? 0) < (places[3] ?? 0));
    },
  },
  {
    name: "a tool is offered, asked for, and its result goes back",
    applies: ({ provider }) => provider.capabilities.tools,
    async run(world) {
      const call = world.vendor.call("call_7", "stock_look", { item: "tubruk" });
      assert.ok(call !== undefined, "a provider with tools has a vendor with tools");
      const tools = [{ name: "stock_look", about: "Looks how much is left.", schema: toolSchema }];
      const events = await world.ask(call, { tools });
      const done = checkDone(events, "tools");
      assert.ok(world.lastBody().includes("stock_look"), "the tool is offered");
      const calls = events.flatMap((event) => (event.kind === "tool" ? [event.call] : []));
      assert.equal(calls.length, 1);
      const [first] = calls;
      assert.ok(first !== undefined);
      assert.equal(first.name, "stock_look");
      assert.deepEqual(first.args, { item: "tubruk" });
      const native = done.native === undefined ? {} : { native: done.native };
      const messages: readonly AiMessage[] = [
        ...question().messages,
        { role: "assistant", text: textOf(events), toolCalls: calls, ...native },
        { role: "tool", callId: first.id, name: first.name, content: "9 left", isError: false },
      ];
      const end = await world.ask(world.vendor.text(["Ada 9."]), { tools, messages });
      checkDone(end, "stop");
      assert.ok(world.lastBody().includes("9 left"), "the result goes back");
      assert.ok(world.lastBody().includes("tubruk"), "with the call that it belongs to");
    },
  },
  {
    name: "a schema goes along, and the answer comes as its text",
    applies: ({ provider }) => provider.capabilities.jsonSchema !== "none",
    async run(world) {
      const schema = { name: "order", schema: toolSchema };
      const events = await world.ask(world.vendor.text(['{"item":', '"latte"}']), {
        schema,
      });
      checkDone(events, "stop");
      assert.deepEqual(JSON.parse(textOf(events)), { item: "latte" });
      assert.ok(world.lastBody().includes('"item"'), "the schema is sent");
    },
  },
  {
    name: "a picture goes along as bytes",
    applies: ({ provider }) => provider.capabilities.images,
    async run(world) {
      const bytes = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4);
      const parts = [
        { kind: "text", text: "apa ini?" } as const,
        { kind: "image", bytes, mime: "image/jpeg" } as const,
      ];
      const messages = [{ role: "user", parts } as const];
      checkDone(await world.ask(world.vendor.text(["kopi"]), { messages }), "stop");
      assert.ok(world.lastBody().includes(Buffer.from(bytes).toString("base64")));
    },
  },
  {
    name: "the vendor's own filter is a refusal, not a failure",
    applies: ({ vendor }) => vendor.filtered() !== undefined,
    async run(world) {
      const filtered = world.vendor.filtered();
      if (filtered !== undefined) checkDone(await world.ask(filtered), "refused");
    },
  },
  {
    name: "events and fields that nobody knows are passed over",
    async run(world) {
      const events = await world.ask(world.vendor.strange("Kopi."));
      checkDone(events, "stop");
      assert.equal(textOf(events), "Kopi.");
    },
  },
  {
    name: "what is asked is JSON",
    async run(world) {
      await world.ask(world.vendor.text(["ya"]));
      jsonSchema.parse(JSON.parse(world.lastBody()));
    },
  },
];

const toolSchema = {
  type: "object",
  properties: { item: { type: "string" } },
  required: ["item"],
  additionalProperties: false,
} as const;

export function question(change: Partial<AiRequest> = {}): AiRequest {
  const messages = [{ role: "user", parts: [{ kind: "text", text: "Ada kopi apa?" }] }] as const;
  return { messages, maxTokens: 200, ...change };
}

export async function readAll(stream: AsyncIterable<AiEvent>): Promise<readonly AiEvent[]> {
  const events: AiEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** The text as the person would have it. */
export function textOf(events: readonly AiEvent[]): string {
  let text = "";
  for (const event of events) {
    if (event.kind === "text") text += event.text;
    else if (event.kind === "replace") text = event.text;
  }
  return text;
}

type Done = Extract<AiEvent, { kind: "done" }>;

export function checkDone(events: readonly AiEvent[], reason: Done["reason"]): Done {
  const last = events.at(-1);
  if (last?.kind !== "done") throw new Error("done is the last event");
  assert.equal(events.filter(({ kind }) => kind === "done").length, 1, "exactly one done");
  assert.equal(last.reason, reason, last.error?.message ?? "");
  assert.equal(
    last.error !== undefined,
    reason === "error",
    "an error comes with its reason alone",
  );
  return last;
}
