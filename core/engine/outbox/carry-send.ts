import type { EngineSettings } from "#core/engine/settings.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Channel, ChannelOutcome } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { Send, SendResult } from "#core/model/send.ts";
import type { Callbacks } from "./callback.ts";
import { decideDueSend } from "./decide.ts";
import type { Pauses } from "./pauses.ts";
import { resultOf } from "./result.ts";

/** Wait before an outcome that could not be written is written again, growing, in milliseconds. */
const resultRetryMs = 1_000;
const longestResultRetryMs = 10_000;

export interface CarryDeps {
  readonly store: Store;
  readonly callbacks: Callbacks;
  readonly pauses: Pauses;
  readonly settings: EngineSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** One send from its decision to its recorded outcome: decide, start durably, POST, record. */
export async function carrySend(deps: CarryDeps, send: Send, channel: Channel): Promise<void> {
  const attempt = await startSend(deps, send, channel);
  if (attempt === undefined) return;
  const outcome = await post(deps, send, channel, attempt);
  await record(deps, send, settle(deps, send, outcome));
}

/** The attempt's number once the row is durably `sending`; undefined if it may not go now. */
async function startSend(
  { store, clock, settings, pauses, log }: CarryDeps,
  send: Send,
  channel: Channel,
): Promise<number | undefined> {
  const now = clock.now();
  const decision = decideDueSend(send, channel, settings, now);
  const started = await store.startSend(send, decision, now);
  if (started.kind === "started") return started.attempt;
  if (started.kind === "paced" && started.key === `account:${send.account}`) {
    pauses.hold(send.account, started.until);
  }
  if (started.kind === "recorded" && decision.kind === "park") {
    const action = "Ask the person, or look at the account on the network.";
    log.error("outbox.parked", { message: send.id, reason: decision.reason, action });
  }
  if (started.kind === "recorded" && decision.kind === "block") {
    log.info("outbox.blocked", { message: send.id, reason: decision.reason });
  }
  return undefined;
}

async function post(
  { callbacks, log }: CarryDeps,
  send: Send,
  channel: Channel,
  attempt: number,
): Promise<ChannelOutcome> {
  try {
    const callback = callbacks.make(send.id, attempt);
    return await channel.send({ to: send.to, message: send.message, callback });
  } catch (error) {
    // A channel that throws has a bug; whether the message left is not known.
    const title = errorText(error);
    log.error("outbox.channel-threw", { message: send.id, error: title });
    const meaning = "The channel plugin failed while sending.";
    const action = "Report this to the plugin's author.";
    return { kind: "unknown", error: { code: "CHANNEL_THREW", title, meaning, action } };
  }
}

function settle(deps: CarryDeps, send: Send, outcome: ChannelOutcome): SendResult {
  const { pauses, log } = deps;
  const now = deps.clock.now();
  if (outcome.kind === "paused") {
    const { until, isFirst } = pauses.pause(send.account, now);
    const { code, meaning, action } = outcome.error;
    if (isFirst) log.error("account.paused", { account: send.account, code, meaning, action });
    return { kind: "retry", until, error: outcome.error, isCounted: false };
  }
  if (outcome.kind === "accepted" && pauses.clear(send.account)) {
    log.info("account.resumed", { account: send.account });
  }
  const fraction = () => deps.random.fraction();
  const result = resultOf(send, outcome, deps.settings.outbox, now, fraction);
  if (result.kind === "rejected") {
    const { code, meaning, action } = result.error;
    log.warn("outbox.failed", { message: send.id, code, meaning, action });
  }
  return result;
}

/** Writes the outcome, again and again while the store is down: nobody else knows of it. */
async function record(deps: CarryDeps, send: Send, result: SendResult): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await deps.store.sendResult(send, result, deps.clock.now());
      return;
    } catch (error) {
      if (tries === 1) {
        deps.log.warn("outbox.result-not-stored", { message: send.id, error: errorText(error) });
      }
    }
    const waitMs = Math.min(longestResultRetryMs, resultRetryMs * tries);
    await new Promise<void>((resolve) => {
      deps.clock.after(waitMs, resolve);
    });
  }
}
