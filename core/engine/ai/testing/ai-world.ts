import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import type { ActivityAnswer } from "#core/engine/activities.ts";
import type { AiSettings } from "#core/engine/ai/ai-settings.ts";
import { type AiDeps, createAi } from "#core/engine/ai/create-ai.ts";
import { voiceEffect } from "#core/engine/voice/voice-effect.ts";
import { accountId, type ConversationId, conversationId, effectId } from "#core/lib/ids.ts";
import { toJson } from "#core/lib/json.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { type AiAsk, type AiReply, aiAskSchema, aiReplySchema } from "#core/model/ai.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";

const shop = accountId("shop");
const startAt = 1_800_000_000_000;
const secretKey = new Uint8Array(32).fill(7);

const kopi: AiSettings = {
  botName: "Kopi Senja",
  operator: "CV Kopi Senja, Bandung",
  timeZone: "Asia/Jakarta",
  defaultProviders: [],
  isLocalOnly: false,
  scope: undefined,
  onlyFor: new Map(),
  providerPaces: new Map(),
  tools: new Map(),
  voice: undefined,
  retrieval: new Map(),
  moderation: undefined,
  embedder: undefined,
  operators: [],
  budget: undefined,
};

export interface AiWorldOptions {
  readonly settings?: Partial<AiSettings>;
  readonly deps?: Partial<AiDeps>;
}

/** The AI part of the engine over a real store in memory, with people who wrote to a shop. */
export class AiWorld {
  readonly clock = new VirtualClock(startAt);
  readonly log = createQuietLog();
  readonly files = createMemoryFiles(1_048_576);
  readonly database = openMemoryDatabase();
  readonly open = openSqliteStore({
    database: this.database,
    clock: this.clock,
    random: new SeededRandom(1),
    log: this.log,
    leaseMs: minuteMs,
    codec: createPlainCodec(secretKey),
  });
  #count = 0;

  /** Somebody writes; resolves to their conversation. */
  async hear(message: string | MessageIn, who = "1"): Promise<ConversationId> {
    this.#count += 1;
    const id = `m${this.#count}`;
    const heard: MessageIn =
      typeof message === "string" ? { kind: "text", id, text: message } : message;
    const sender = {
      scope: "test",
      addresses: [
        { kind: "user_id", value: `ID.${who}` },
        { kind: "phone", value: `62812345678${who}` },
      ],
      name: "Sari",
    } as const;
    const now = this.clock.now();
    const body = { kind: "message", message: heard, sender } as const;
    const stamps = { occurredAt: now, receivedAt: now };
    const { store, records } = this.open;
    const storing = store.ingest([
      { account: shop, sender, dedupeKey: `message:${id}`, body, ...stamps },
    ]);
    await this.clock.advance(10);
    await storing;
    const [newest] = await this.wait(records.events({ kind: "message", limit: 1 }));
    return newest?.conversation ?? conversationId("none");
  }

  /** The newest message was a voice note, and these are its words. */
  async heard(text: string): Promise<void> {
    const { store, records } = this.open;
    const [newest] = await this.wait(records.events({ kind: "message", limit: 1 }));
    const { id, account, conversation } = newest ?? {};
    if (id === undefined || account === undefined || conversation === undefined) {
      throw new Error("nobody said anything");
    }
    const told = { provider: "suara", model: "m", seconds: 2, costMicroUsd: 0 };
    const effect = voiceEffect(id);
    const body = {
      kind: "result",
      effect,
      outcome: { kind: "done", value: { text, ...told } },
    } as const;
    const now = this.clock.now();
    const [claim] = await this.wait(store.claim(1, now));
    if (claim === undefined) throw new Error("nobody to listen to");
    // A result is one of something that was asked for.
    const request = { port: "voice", name: account, input: null } as const;
    const plan = {
      marks: claim.events.map((event) => ({ event: event.id, state: "done" }) as const),
      runs: [],
      sends: [],
      activities: [{ effect, request, timeoutMs: minuteMs }],
      timers: [],
      history: [],
    };
    await this.wait(store.commit(claim, plan));
    const stamps = { occurredAt: now, receivedAt: now };
    await this.wait(
      store.ingest([{ account, conversation, dedupeKey: `result:${effect}`, body, ...stamps }]),
    );
  }

  /** What we said to somebody, in their line. */
  async say(text: string): Promise<void> {
    const { store } = this.open;
    const now = this.clock.now();
    const [claim] = await this.wait(store.claim(1, now));
    if (claim === undefined) throw new Error("nobody to say it to");
    this.#count += 1;
    const message = { kind: "text", text } as const;
    const effect = effectId(`say:${this.#count}`);
    const send = { effect, message, class: "reply", purpose: "service" } as const;
    const plan = {
      marks: claim.events.map((event) => ({ event: event.id, state: "done" }) as const),
      runs: [],
      sends: [send],
      activities: [],
      timers: [],
      history: [],
    };
    await this.wait(store.commit(claim, plan));
    await this.clock.advance(10);
  }

  /** Lets time pass until it is there. */
  async wait<T>(promise: Promise<T>, stepMs = 100): Promise<T> {
    let isOver = false;
    const ended = promise.finally(() => {
      isOver = true;
    });
    for (let turn = 0; turn < 20_000 && !isOver; turn += 1) await this.clock.advance(stepMs);
    return ended;
  }

  /** What does questions, with these providers. */
  runner(providers: readonly AiProvider[], { settings, deps }: AiWorldOptions = {}) {
    const names = providers.map(({ name }) => name);
    return createAi({
      providers: new Map(providers.map((provider) => [provider.name, provider])),
      missing: new Map(),
      settings: { ...kopi, defaultProviders: names, ...settings },
      actions: new Map(),
      runAction: () => Promise.resolve({ kind: "done", value: null }),
      permit: () => Promise.resolve({ mayAsk: true, mayLeaveHost: true }),
      store: this.open.store,
      channels: new Map(),
      records: this.open.records,
      files: this.files,
      clock: this.clock,
      random: new SeededRandom(2),
      log: this.log,
      secretKey,
      secrets: [],
      ...deps,
    });
  }
}

export function askOf(change: Partial<AiAsk> = {}): AiAsk {
  const base = { task: "answer", providers: [], prompt: "Halo", history: 0, tools: [] } as const;
  return aiAskSchema.parse({ ...base, maxTokens: 200, language: "id", ...change });
}

export function activityOf(
  ask: AiAsk,
  conversation: ConversationId,
  effect = "run:1",
  attempts = 0,
) {
  return {
    effect: effectId(effect),
    account: shop,
    conversation,
    request: { port: "ai", name: "answer", input: toJson(ask) },
    timeoutMs: minuteMs,
    attempts,
  } as const;
}

export function replyOf(outcome: ActivityAnswer): AiReply {
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  return aiReplySchema.parse(outcome.value);
}
