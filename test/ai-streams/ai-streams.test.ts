import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createTestProvider } from "sapa/plugin/testing";
import type { AiAttempt } from "#core/engine/ai/attempt.ts";
import { createGuard } from "#core/engine/ai/guard.ts";
import { AiWorld, activityOf, askOf, replyOf } from "#core/engine/ai/testing/ai-world.ts";
import { TestTyping } from "#core/engine/ai/testing/test-typing.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import ollama from "#plugins/ai-ollama/index.ts";
import openai from "#plugins/ai-openai/index.ts";
import { type PacedExchange, type PacedServer, startPacedServer } from "./paced-server.ts";
import { chatVendor, ollamaVendor, responsesVendor, type StreamVendor } from "./stream-vendors.ts";

/** How long the real network on this machine may take for what it has to do. */
const realDeadlineMs = 20_000;
const never = new AbortController().signal;
const encode = (text: string) => new TextEncoder().encode(text);
const halo = {
  messages: [{ role: "user", parts: [{ kind: "text", text: "Halo" }] }],
  maxTokens: 500,
} as const;

let server: PacedServer;
beforeEach(async () => {
  server = await startPacedServer();
});
afterEach(() => server.close());

/** The real plugin on a world's clock, which counts what it tells. */
function openProvider(vendor: StreamVendor, world: AiWorld) {
  const plugin = vendor.plugin === "ai-ollama" ? ollama : openai;
  const settings = plugin.config.parse(vendor.settings(server.url));
  const inner = createTestProvider(plugin, settings, world.clock);
  let told = 0;
  const provider: AiProvider = {
    ...inner,
    async *stream(request, signal) {
      for await (const event of inner.stream(request, signal)) {
        told += 1;
        yield event;
      }
    },
  };
  return { provider, told: () => told };
}

/** One question on its way, and the hands of clock and server. */
class Scene {
  readonly world = new AiWorld();
  readonly vendor: StreamVendor;
  readonly #open: ReturnType<typeof openProvider>;
  #said = "";

  constructor(vendor: StreamVendor) {
    this.vendor = vendor;
    this.#open = openProvider(vendor, this.world);
  }

  get provider(): AiProvider {
    return this.#open.provider;
  }

  /** Lets everything run that needs no time of the clock, until the condition holds. */
  async until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + realDeadlineMs;
    while (!condition()) {
      await this.world.clock.settle();
      if (performance.now() > deadline) throw new Error("it did not come about");
    }
  }

  async exchange(index = 0): Promise<PacedExchange> {
    await this.until(() => server.exchanges.length > index);
    const found = server.exchanges[index];
    if (found === undefined) throw new Error("no exchange");
    return found;
  }

  begin(exchange: PacedExchange): void {
    exchange.begin(this.vendor.headers);
    for (const part of this.vendor.opening) exchange.write(encode(part));
  }

  /** One word, waited for until the host has it. */
  async word(exchange: PacedExchange, text: string): Promise<void> {
    const before = this.#open.told();
    this.#said += text;
    exchange.write(encode(this.vendor.word(text)));
    await this.until(() => this.#open.told() > before);
  }

  finish(exchange: PacedExchange): void {
    exchange.write(encode(this.vendor.ending(this.#said)));
    exchange.end();
  }

  pass(ms: number): Promise<void> {
    return this.world.clock.advance(ms);
  }

  async end<T>(promise: Promise<T>): Promise<T> {
    let isOver = false;
    void promise.finally(() => {
      isOver = true;
    });
    await this.until(() => isOver);
    return await promise;
  }

  /** The guard alone over the plugin. */
  ask(): Promise<AiAttempt> {
    return createGuard({ provider: this.provider, clock: this.world.clock })(halo, {
      signal: never,
    });
  }
}

const vendors: readonly (readonly [string, StreamVendor])[] = [
  ["Ollama's NDJSON", ollamaVendor],
  ["OpenAI's Responses", responsesVendor],
  ["OpenAI's Chat Completions", chatVendor],
];

describe.each(vendors)("the guard over %s", (_title, vendor) => {
  const { firstEventMs, idleMs } = vendor;

  test("waits for a cold start up to its deadline, and takes the answer", async () => {
    const scene = new Scene(vendor);
    const asking = scene.ask();
    const exchange = await scene.exchange();
    await scene.pass(firstEventMs - 1);
    scene.begin(exchange);
    await scene.word(exchange, "Halo, ☕");
    scene.finish(exchange);
    expect(await scene.end(asking)).toMatchObject({
      kind: "answered",
      text: "Halo, ☕",
      usage: { inputTokens: 11, outputTokens: 7 },
    });
    expect(scene.world.clock.pending).toBe(0);
  });

  test.each(["before the headers", "after the headers"])(
    "gives up a cold start at its deadline, %s, and closes the connection",
    async (when) => {
      const scene = new Scene(vendor);
      const asking = scene.ask();
      const exchange = await scene.exchange();
      if (when === "after the headers") scene.begin(exchange);
      await scene.pass(firstEventMs - 1);
      expect(exchange.isAbandoned()).toBe(false);
      await scene.pass(1);
      expect(await scene.end(asking)).toMatchObject({
        kind: "failed",
        hasBegun: false,
        failure: { kind: "timeout" },
      });
      await scene.until(() => exchange.isAbandoned());
    },
  );

  test("lets words come as slowly as they may, cut anywhere", async () => {
    const scene = new Scene(vendor);
    const asking = scene.ask();
    const exchange = await scene.exchange();
    scene.begin(exchange);
    await scene.word(exchange, "Ko");
    for (const text of ["pi ", "susu "]) {
      await scene.pass(idleMs - 1);
      await scene.word(exchange, text);
    }
    // A letter of four bytes comes in two halves, with half a silence between.
    const line = encode(vendor.word("🙂"));
    const middle = line.indexOf(0xf0) + 2;
    exchange.write(line.subarray(0, middle));
    await scene.pass(idleMs / 2);
    exchange.write(line.subarray(middle));
    exchange.write(encode(vendor.ending("Kopi susu 🙂")));
    exchange.end();
    expect(await scene.end(asking)).toMatchObject({ kind: "answered", text: "Kopi susu 🙂" });
  });

  test("ends one that falls silent in the middle, keeps none of it, and closes the connection", async () => {
    const scene = new Scene(vendor);
    const asking = scene.ask();
    const exchange = await scene.exchange();
    scene.begin(exchange);
    await scene.word(exchange, "Kopi");
    await scene.pass(idleMs);
    const attempt = await scene.end(asking);
    expect(attempt).toMatchObject({ kind: "failed", hasBegun: true, failure: { kind: "timeout" } });
    expect(attempt).not.toHaveProperty("text");
    await scene.until(() => exchange.isAbandoned());
  });

  test("ends one that never ends after five minutes", async () => {
    const scene = new Scene(vendor);
    const asking = scene.ask();
    const exchange = await scene.exchange();
    scene.begin(exchange);
    await scene.word(exchange, "a");
    for (let passed = 0; passed < 300_000 - 25_000; passed += 25_000) {
      await scene.pass(25_000);
      await scene.word(exchange, "a");
    }
    await scene.pass(25_000);
    expect(await scene.end(asking)).toMatchObject({
      kind: "failed",
      failure: { kind: "timeout", message: expect.stringContaining("300 s") },
    });
    await scene.until(() => exchange.isAbandoned());
  });

  test.each<[string, (scene: Scene, exchange: PacedExchange) => void, RegExp]>([
    ["a torn connection", (_scene, exchange) => exchange.reset(), /^(?:protocol|unreachable)$/],
    ["an end in good order without the end", (_scene, exchange) => exchange.end(), /^protocol$/],
    [
      "the vendor's own word",
      (_scene, exchange) => {
        exchange.write(encode(vendor.fault.text));
        exchange.end();
      },
      new RegExp(`^${vendor.fault.kind}$`),
    ],
  ])("makes no answer of half of one: %s", async (_how, fault, kind) => {
    const scene = new Scene(vendor);
    const asking = scene.ask();
    const exchange = await scene.exchange();
    scene.begin(exchange);
    await scene.word(exchange, "Kopi");
    fault(scene, exchange);
    const attempt = await scene.end(asking);
    expect(attempt).toMatchObject({
      kind: "failed",
      hasBegun: true,
      failure: { kind: expect.stringMatching(kind) },
    });
    expect(scene.world.clock.pending).toBe(0);
  });
});

describe.each(vendors)("typing over %s", (_title, vendor) => {
  /** A flow's question, with the moments at which the person sees "typing…", in seconds. */
  async function ask() {
    const scene = new Scene(vendor);
    const { world } = scene;
    const conversation = await world.hear("Halo");
    const startedAt = world.clock.now();
    const seen: number[] = [];
    const channel = new TestTyping(() => {
      seen.push(Math.floor((world.clock.now() - startedAt) / 1_000));
    });
    const run = world.runner([scene.provider], {
      deps: { channels: new Map([[channel.account, channel]]) },
    });
    const asking = run(activityOf(askOf(), conversation), never);
    return { scene, seen, asking, exchange: await scene.exchange() };
  }

  test("is not renewed while a model is loaded, and is while words come", async () => {
    const { scene, seen, asking, exchange } = await ask();
    await scene.pass(25_000);
    expect(seen).toEqual([]);
    scene.begin(exchange);
    for (const text of ["Ko", "pi ", "su", "su"]) {
      await scene.word(exchange, text);
      await scene.pass(10_000);
    }
    scene.finish(exchange);
    expect(replyOf(await scene.end(asking))).toMatchObject({ kind: "text", text: "Kopi susu" });
    expect(seen).toEqual([40, 60]);
    expect(scene.world.clock.pending).toBe(0);
  });

  test("stops with a fault in the middle: the person waits for nothing", async () => {
    const { scene, seen, asking, exchange } = await ask();
    scene.begin(exchange);
    await scene.word(exchange, "Ko");
    await scene.pass(20_000);
    exchange.reset();
    expect(await scene.end(asking)).toMatchObject({ kind: "failed", isFinal: false });
    await scene.pass(120_000);
    expect(seen).toEqual([20]);
    expect(server.exchanges).toHaveLength(1);
    expect(scene.world.clock.pending).toBe(0);
  });
});

test("a provider that breaks in the middle is followed by the next, and nothing of it is said", async () => {
  const scene = new Scene(ollamaVendor);
  const second = new Scene(chatVendor);
  const { world } = scene;
  const conversation = await world.hear("Halo");
  const names = { first: "lokal", second: "jauh" } as const;
  const run = world.runner([
    { ...scene.provider, name: names.first },
    { ...second.provider, name: names.second },
  ]);
  const asking = run(activityOf(askOf(), conversation), never);
  const broken = await scene.exchange();
  scene.begin(broken);
  await scene.word(broken, "Harga kopi ");
  broken.write(encode(ollamaVendor.fault.text));
  broken.end();
  const whole = await scene.exchange(1);
  second.begin(whole);
  await second.word(whole, "Rp18.000");
  second.finish(whole);
  expect(replyOf(await scene.end(asking))).toMatchObject({ provider: "jauh", text: "Rp18.000" });
});
