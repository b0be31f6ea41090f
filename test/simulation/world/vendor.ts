import { BotError } from "#core/lib/bot-error.ts";
import type { WebhookRequest } from "#core/model/ports/channel.ts";
import type { Net } from "#core/model/ports/net.ts";
import type {
  AccountAct,
  ChannelSimulator,
  NetworkAct,
  ShownMessage,
  SimulatedPerson,
} from "#core/model/ports/simulator.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import type { ScenarioBot } from "./open-bot.ts";
import type { Attempt } from "./read-callback.ts";
import { type Post, readPost } from "./read-post.ts";
import { readWebhook } from "./read-webhook.ts";
import type { Scene } from "./scene.ts";
import { createDeliveryWatcher } from "./watch-deliveries.ts";

/** The vendor's side: the fake Cloud API with its phones, and the way of its webhooks to us. */
export interface Vendor {
  readonly net: Net;
  readonly settings: Readonly<Record<string, string>>;
  takenCount(post: Post): number;
  /** Does nothing where there is nothing to act on, such as a form that never came. */
  act(person: SimulatedPerson, act: NetworkAct): void;
  actTogether(
    acts: readonly { readonly person: SimulatedPerson; readonly act: NetworkAct }[],
  ): void;
  announce(act: AccountAct): void;
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
  const simulator = simulate(scene, bot, seed, deliver);
  const watcher = createDeliveryWatcher(scene, (attempt) => taken.get(keyOf(attempt))?.at);
  /** The newest message with options on each phone. */
  const offers = new Map<string, ShownMessage>();

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

  simulator.onShown((message) => {
    const { person, vendorId, body, options } = message;
    if (options.length > 0) offers.set(person.name, message);
    const post = readPost(JSON.stringify(body), scene.directory);
    if (post === undefined) return;
    const count = (taken.get(keyOf(post))?.count ?? 0) + 1;
    taken.set(keyOf(post), { count, at: scene.clock.now() });
    scene.emit({ kind: "taken", who: post.who ?? person.name, post, wamid: vendorId });
  });
  for (const template of bot.templates) simulator.approve(template);

  return {
    net: simulator.net,
    settings: simulator.settings,
    takenCount: (post) => taken.get(keyOf(post))?.count ?? 0,
    act: (person, act) => attempt(simulator.act(person, act)),
    actTogether: (acts) => attempt(simulator.actTogether?.(acts)),
    announce: (act) => attempt(simulator.announce?.(act)),
    tap(person, index) {
      const options = offers.get(person.name)?.options ?? [];
      const option = options[index % options.length];
      if (option === undefined) return false;
      attempt(simulator.act(person, { kind: "choice", choice: option.id }));
      return true;
    },
    redeliver: (person) => attempt(simulator.redeliver(person)),
    followWeather: () => simulator.setFaults(scene.weather),
    isBusy: () => simulator.isBusy(),
  };
}

/** What cannot be done because there is nothing to act on is not done. */
function attempt(doing: Promise<void> | undefined): void {
  doing?.catch((error: unknown) => {
    const isExpected = error instanceof BotError && String(error.code).startsWith("SIMULATOR_");
    if (!isExpected) throw error;
  });
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

function keyOf({ outbox, attempt: number }: Attempt): string {
  return `${outbox}:${number}`;
}
