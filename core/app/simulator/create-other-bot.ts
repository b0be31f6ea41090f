import type {
  BotSetting,
  HandshakeState,
  OtherBot,
  Passage,
} from "#core/console/other-bot/other-bot.ts";
import { problemOf, type WebhookProblem } from "#core/console/other-bot/webhook-problem.ts";
import type { WebhookRequest } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Net, NetReply } from "#core/model/ports/net.ts";
import type {
  NetworkAnswer,
  SimulatedHandshake,
  WebhookSink,
} from "#core/model/ports/simulator.ts";

/** What a bot has to answer in. Meta's own end is not told; it wants nearly all within a second. */
const answerWithinMs = 10_000;
const maxAnswerBytes = 65_536;
/** How often it is asked whether a bot is there, while nobody is. */
const askAgainMs = 2_000;
/** What passed is kept so far back. */
const maxPassages = 100;

export interface OtherBotDeps {
  readonly webhook: string;
  readonly settings: readonly BotSetting[];
  readonly net: Net;
  /** The time in which one waits: this machine's. */
  readonly clock: Clock;
  /** The time that is told: the world's, which can be pushed. */
  readonly worldClock: Clock;
  readonly handshake: () => SimulatedHandshake;
  readonly onPassage: (passage: Passage) => void;
}

/** The bot of another program, and the ways to it. */
export interface ReachedBot extends OtherBot {
  /**
   * Posts a webhook. While nobody listens at the bot's address it waits, and goes out as soon as
   * somebody does; an answer of the bot's, whatever it is, is told at once.
   */
  readonly deliver: WebhookSink;
  /** Shakes hands, and goes on asking if nobody is there. */
  start(): void;
  /** Notes what the network answered the bot. */
  readonly noteAnswer: (answer: NetworkAnswer) => void;
  stop(): void;
}

export function createOtherBot(deps: OtherBotDeps): ReachedBot {
  const { webhook, settings, clock, worldClock, onPassage } = deps;
  let passages: readonly Passage[] = [];
  let hand: HandshakeState = { kind: "asking" };
  /** Settled when somebody listens again; undefined: nobody was missed. */
  let missing: Promise<void> | undefined;
  const stopping = Promise.withResolvers<void>();
  let isStopped = false;

  function note(passage: Passage): void {
    passages = [passage, ...passages].slice(0, maxPassages);
    onPassage(passage);
  }

  /** True if anybody answered. */
  async function shakeHands(): Promise<boolean> {
    const { request, isRightAnswer } = deps.handshake();
    const { reply, ms } = await ask(deps, request);
    const at = worldClock.now();
    const isWrong = reply.kind === "answer" && !isRightAnswer(reply.body);
    const problem = problemOf(reply) ?? (isWrong ? "wrongAnswer" : undefined);
    const isNews = problem !== "unreachable" || problemBefore() !== problem;
    if (reply.kind === "unsent") missing ??= askUntilThere();
    hand = problem === undefined ? { kind: "known", at } : { kind: "failed", at, problem };
    // A bot that is not there is asked again and again: once is enough to tell it.
    if (isNews) note({ kind: "handshake", at, outcome: { status: statusOf(reply), ms, problem } });
    return reply.kind !== "unsent";
  }

  const problemBefore = (): WebhookProblem | undefined =>
    hand.kind === "failed" ? hand.problem : undefined;

  async function askUntilThere(): Promise<void> {
    do {
      await Promise.race([pause(clock, askAgainMs), stopping.promise]);
    } while (!isStopped && !(await shakeHands()));
    missing = undefined;
  }

  return {
    webhook,
    settings,
    handshake: () => hand,
    isReached: () => missing === undefined,
    passages: () => passages,
    async shakeHands() {
      await shakeHands();
    },
    start: () => void shakeHands(),
    async deliver(request) {
      while (!isStopped) {
        await missing;
        const { reply, ms } = await ask(deps, request);
        const problem = problemOf(reply);
        if (reply.kind !== "unsent" || missing === undefined) {
          const status = statusOf(reply);
          note({ kind: "webhook", at: worldClock.now(), outcome: { status, ms, problem } });
        }
        if (reply.kind !== "unsent") return statusOf(reply);
        missing ??= askUntilThere();
      }
      return undefined;
    },
    noteAnswer: (answer) => note({ kind: "request", at: answer.at, answer }),
    stop() {
      isStopped = true;
      stopping.resolve();
    },
  };
}

async function ask(
  { webhook, net, clock }: OtherBotDeps,
  { method, query, headers, body }: WebhookRequest,
): Promise<{ readonly reply: NetReply; readonly ms: number }> {
  const from = clock.now();
  const reply = await net.request({
    method,
    url: addQuery(webhook, query),
    headers,
    ...(method === "POST" ? { body } : {}),
    timeoutMs: answerWithinMs,
    maxBytes: maxAnswerBytes,
  });
  return { reply, ms: clock.now() - from };
}

function statusOf(reply: NetReply): number | undefined {
  return reply.kind === "answer" ? reply.status : undefined;
}

function addQuery(url: string, query: Readonly<Record<string, string>>): string {
  const whole = new URL(url);
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, value);
  return whole.href;
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}
