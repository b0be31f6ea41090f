import { realClock } from "#core/app/real-clock.ts";
import type { WebhookRequest } from "#core/model/ports/channel.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { createFakeGraph } from "#plugins/channel-whatsapp-cloud/fake/create-fake-graph.ts";
import { Directory } from "#test/simulation/world/directory.ts";
import { readPost } from "#test/simulation/world/read-post.ts";
import { readWebhook } from "#test/simulation/world/read-webhook.ts";

const peopleCount = 40;
/** A person writes again after up to so long, in milliseconds. */
const pauseMs = 700;
const requestTimeoutMs = 10_000;

/** What a person has seen of the answer to one word. */
export interface Answer {
  /** Outbox ids of the messages with this word, one for each that arrived. */
  readonly outboxes: string[];
}

/** People with phones, and the fake Cloud API between them and a real process. */
export interface Crowd {
  readonly graphUrl: string;
  readonly channel: Readonly<Record<string, string>>;
  /** Words of messages that were answered 200. */
  readonly acknowledged: ReadonlySet<string>;
  readonly answers: ReadonlyMap<string, Answer>;
  /** How often webhooks were answered with each status; 0: not at all. */
  readonly statuses: ReadonlyMap<number, number>;
  /** From here on everybody writes, until `hush`. */
  chat(): void;
  hush(): void;
  /** True while webhooks or receipts are still to come. */
  isBusy(): boolean;
  stop(): Promise<void>;
}

/** `urlOf` tells where webhooks go at the moment. */
export function gatherCrowd(seed: number, urlOf: () => string): Crowd {
  const random = new SeededRandom(seed);
  const people = Array.from({ length: peopleCount }, (_, index): SimulatedPerson => {
    return { name: `Person ${index}`, phone: `62813${String(10_000_000 + index)}` };
  });
  /** Whom a message is for matters to nobody here: its word says what it answers. */
  const directory = new Directory([]);
  const acknowledged = new Set<string>();
  const answers = new Map<string, Answer>();
  const statuses = new Map<number, number>();
  /** Number of the chat that goes on; raised by each chat and each hush. */
  let current = 0;
  let words = 0;

  const fake = createFakeGraph({
    clock: realClock,
    random: new SeededRandom(seed + 1),
    deliver,
    pair: { everyMs: 1, burst: 10_000 },
    throughput: { everyMs: 0.1, burst: 10_000 },
  });
  fake.onShown(({ body }) => {
    const post = readPost(JSON.stringify(body), directory);
    const word = wordOf(post?.text ?? "");
    if (post === undefined || word === undefined) return;
    const answer = answers.get(word) ?? { outboxes: [] };
    answer.outboxes.push(post.outbox);
    answers.set(word, answer);
  });
  const server = fake.serve({ port: 0 });

  async function deliver(request: WebhookRequest): Promise<number | undefined> {
    const status = await post(urlOf(), request);
    statuses.set(status ?? 0, (statuses.get(status ?? 0) ?? 0) + 1);
    if (status === 200) {
      for (const { text } of readWebhook(request.body).items) {
        const word = wordOf(text);
        if (word !== undefined) acknowledged.add(word);
      }
    }
    return status;
  }

  /** Goes on until the next hush; a chat that was hushed does not come to life again. */
  function write(person: SimulatedPerson, chat: number): void {
    if (chat !== current) return;
    words += 1;
    void fake.act(person, { kind: "text", text: `echo w${words}w` });
    realClock.after(pauseMs * random.fraction(), () => write(person, chat));
  }

  return {
    graphUrl: server.url,
    channel: fake.settings,
    acknowledged,
    answers,
    statuses,
    chat() {
      current += 1;
      for (const person of people) write(person, current);
    },
    hush() {
      current += 1;
    },
    isBusy: () => fake.isBusy(),
    stop: () => server.stop(),
  };
}

/** Posts a webhook; undefined if nobody answered. */
async function post(url: string, { headers, body }: WebhookRequest): Promise<number | undefined> {
  try {
    const response = await fetch(`${url}/webhooks/whatsapp`, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

/** The word that ties an answer to its message. */
export function wordOf(text: string): string | undefined {
  return /w\d+w/.exec(text)?.[0];
}
