import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { realClock } from "#core/app/real-clock.ts";
import { realNet } from "#core/app/real-net.ts";
import type { Passage } from "#core/console/other-bot/other-bot.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import { createOtherBot, type ReachedBot } from "./create-other-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

/** Waits are short; what is waited for is the same. */
const clock: Clock = { ...realClock, after: (ms, task) => realClock.after(ms / 100, task) };
const challenge = "12345";

let server: ReturnType<typeof Bun.serve> | undefined;
let bot: ReachedBot | undefined;
afterEach(async () => {
  bot?.stop();
  await server?.stop(true);
});

type Answer = (request: Request) => Response | Promise<Response>;

function listen(answer: Answer, port = 0): string {
  server = Bun.serve({ port, hostname: "127.0.0.1", fetch: answer });
  return `http://127.0.0.1:${server.port}/webhook`;
}

function open(webhook: string) {
  const passages: Passage[] = [];
  const told = Promise.withResolvers<void>();
  bot = createOtherBot({
    webhook,
    settings: [],
    net: realNet,
    clock,
    worldClock: clock,
    handshake: () => ({
      request: { method: "GET", query: { c: challenge }, headers: {}, ...nothing },
      isRightAnswer: (body) => body === challenge,
    }),
    onPassage(passage) {
      passages.push(passage);
      told.resolve();
    },
  });
  return { bot, passages, told: told.promise };
}

const nothing = { body: new Uint8Array(), receivedAt: toMillis(0) };
const webhookOf = (text: string) => ({
  method: "POST" as const,
  query: {},
  headers: { "content-type": "application/json" },
  body: new TextEncoder().encode(text),
  receivedAt: toMillis(0),
});
const echo: Answer = (request) => new Response(new URL(request.url).searchParams.get("c"));

describe("a bot that is another program", () => {
  test("is known once it gave the challenge back", async () => {
    const { bot, told } = open(listen(echo));
    expect(bot.handshake()).toEqual({ kind: "asking" });
    bot.start();
    await told;
    expect(bot.handshake().kind).toBe("known");
    expect(bot.isReached()).toBe(true);
  });

  test.each([
    [200, "wrongAnswer"],
    [401, "unsigned"],
    [403, "unsigned"],
    [404, "noSuchPath"],
    [405, "wrongMethod"],
    [418, "refused"],
    [429, "busy"],
    [302, "redirected"],
    [204, "not200"],
    [503, "failed"],
  ] as const)("that answers a handshake with %d is told %s", async (status, problem) => {
    const body = status === 204 ? null : "not it";
    const { bot } = open(listen(() => new Response(body, { status })));
    await bot.shakeHands();
    expect(bot.handshake()).toMatchObject({ kind: "failed", problem });
    expect(bot.passages()).toMatchObject([{ kind: "handshake", outcome: { status, problem } }]);
  });

  test("tells the status of a webhook, and what is wrong with it", async () => {
    const { bot } = open(listen(() => new Response(null, { status: 500 })));
    expect(await bot.deliver(webhookOf("a"))).toBe(500);
    expect(bot.passages()).toMatchObject([
      { kind: "webhook", outcome: { status: 500, problem: "failed" } },
    ]);
  });

  test("that breaks the connection has not answered", async () => {
    const dies = () => new Response(new ReadableStream({ start: (it) => it.error() }));
    const { bot } = open(listen(dies));
    expect(await bot.deliver(webhookOf("a"))).toBeUndefined();
    expect(bot.passages()[0]).toMatchObject({ outcome: { problem: "unanswered" } });
  });

  test("that comes later gets what was written before, and is told missing once", async () => {
    const webhook = listen(echo);
    const port = server?.port ?? 0;
    await server?.stop(true);
    const { bot, told, passages } = open(webhook);
    bot.start();
    await told;
    const first = bot.deliver(webhookOf("first"));
    const second = bot.deliver(webhookOf("second"));
    expect(bot.isReached()).toBe(false);
    const bodies: string[] = [];
    listen(async (request) => {
      if (request.method === "POST") bodies.push(await request.text());
      return echo(request);
    }, port);
    expect(await Promise.all([first, second])).toEqual([200, 200]);
    expect(bodies.toSorted()).toEqual(["first", "second"]);
    expect(bot.isReached()).toBe(true);
    const missed = passages.filter((one) => one.kind !== "request" && one.outcome.problem);
    expect(missed.length).toBe(1);
  });

  test("lets nobody wait once all is over", async () => {
    const webhook = listen(echo);
    await server?.stop(true);
    const { bot } = open(webhook);
    const waiting = bot.deliver(webhookOf("a"));
    bot.stop();
    expect(await waiting).toBeUndefined();
  });
});
