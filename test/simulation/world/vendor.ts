import type { WebhookRequest } from "#core/model/ports/channel.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { ChannelSimulator, PersonAct, SimulatedPerson } from "#core/model/ports/simulator.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { createBatcher } from "./batcher.ts";
import type { ScenarioBot } from "./open-bot.ts";
import type { Attempt } from "./read-callback.ts";
import { type Post, readPost } from "./read-post.ts";
import { readWebhook, type WebhookContent } from "./read-webhook.ts";
import type { Scene } from "./scene.ts";

/** A receipt that comes this long after the message was taken counts as late, in milliseconds. */
const lateReceiptMs = 15_000;

/** The vendor's side: the fake Cloud API with its phones, and the way of its webhooks to us. */
export interface Vendor {
  readonly net: Net;
  readonly settings: Readonly<Record<string, string>>;
  takenCount(post: Post): number;
  act(person: SimulatedPerson, act: PersonAct): void;
  /** Taps option number `index` of the newest message that offers any; false if there is none. */
  tap(person: SimulatedPerson, index: number): boolean;
  redeliver(person: SimulatedPerson): void;
  followWeather(): void;
  isBusy(): boolean;
}

/** `knock` hands a webhook to whoever runs and tells the status; undefined: nobody answered. */
export function createVendor(
  scene: Scene,
  bot: ScenarioBot,
  seed: number,
  knock: (request: WebhookRequest) => Promise<number | undefined>,
): Vendor {
  const taken = new Map<string, { readonly count: number; readonly at: number }>();
  const batched = createBatcher(scene, () => simulator.settings["app_secrets"] ?? "", deliver);
  const simulator = simulate(scene, bot, seed, batched);
  const watcher = createDeliveryWatcher(scene, (attempt) => taken.get(keyOf(attempt))?.at);

  async function deliver(request: WebhookRequest): Promise<number | undefined> {
    const content = readWebhook(request.body);
    if (scene.strikes("webhook lost", scene.weather.lostWebhook)) return undefined;
    await scene.pause(scene.draw(3, 40));
    const status = await knock(request);
    watcher.delivered(content, status);
    if (status === 200 && scene.strikes("acknowledgement lost", scene.weather.lostAck)) {
      return undefined;
    }
    return status;
  }

  simulator.onShown(({ person, vendorId, body }) => {
    const post = readPost(JSON.stringify(body), scene.directory);
    if (post === undefined) return;
    const count = (taken.get(keyOf(post))?.count ?? 0) + 1;
    taken.set(keyOf(post), { count, at: scene.clock.now() });
    scene.emit({ kind: "taken", who: person.name, post, wamid: vendorId });
  });
  for (const template of bot.templates) simulator.approve(template);

  return {
    net: simulator.net,
    settings: simulator.settings,
    takenCount: (post) => taken.get(keyOf(post))?.count ?? 0,
    act: (person, act) => void simulator.act(person, act),
    tap(person, index) {
      const shown = simulator
        .shown()
        .findLast((item) => item.person.name === person.name && item.options.length > 0);
      const option = shown?.options[index % shown.options.length];
      if (option === undefined) return false;
      void simulator.act(person, { kind: "choice", choice: option.id });
      return true;
    },
    redeliver: (person) => void simulator.redeliver(person),
    followWeather: () => simulator.setFaults(scene.weather),
    isBusy: () => simulator.isBusy(),
  };
}

function simulate(
  scene: Scene,
  bot: ScenarioBot,
  seed: number,
  deliver: (request: WebhookRequest) => Promise<number | undefined>,
): ChannelSimulator {
  const { simulate: make } = bot.plugin;
  if (make === undefined) throw new Error(`${bot.plugin.name} offers no simulator`);
  return make({ clock: scene.clock, random: new SeededRandom(seed), deliver });
}

/** Tells what was delivered how, and counts copies, overtaking and late receipts. */
function createDeliveryWatcher(
  scene: Scene,
  takenAtOf: (attempt: Attempt) => number | undefined,
): { delivered(content: WebhookContent, status: number | undefined): void } {
  const acknowledged = new Set<string>();
  const refused = new Set<string>();
  const newestStamps = new Map<string, number>();

  function countMessage(
    who: string,
    wamid: string,
    stampAt: number,
    status: number | undefined,
  ): void {
    if (acknowledged.has(wamid)) scene.count("webhook delivered again");
    else if (refused.has(wamid)) scene.count("webhook tried again");
    if (status !== 200) {
      refused.add(wamid);
      return;
    }
    const newest = newestStamps.get(who) ?? 0;
    if (!acknowledged.has(wamid) && stampAt < newest) scene.count("webhook overtaken");
    newestStamps.set(who, Math.max(newest, stampAt));
    acknowledged.add(wamid);
  }

  return {
    delivered({ messages, receipts }, status) {
      if (status === 503) scene.count("webhook answered 503");
      for (const { wamid, from, type, text, stampAt } of messages) {
        const who = scene.directory.find(from) ?? "a stranger";
        scene.emit({ kind: "message-delivered", who, wamid, type, text, stampAt, status });
        countMessage(who, wamid, stampAt, status);
      }
      for (const { send, receipt } of receipts) {
        scene.emit({ kind: "receipt-delivered", send, receipt, status });
        const takenAt = send === undefined ? undefined : takenAtOf(send);
        if (receipt !== "sent" || takenAt === undefined) continue;
        if (scene.clock.now() - takenAt > lateReceiptMs) scene.count("receipt late");
      }
    },
  };
}

function keyOf({ outbox, attempt }: Attempt): string {
  return `${outbox}:${attempt}`;
}
