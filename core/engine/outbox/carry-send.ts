import { optOutOf } from "#core/engine/hear-opt-outs.ts";
import { hideWords, wordsOfSend } from "#core/engine/hide-words.ts";
import { findRefusal } from "#core/engine/refusals.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { Channel, ChannelOutcome } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { Send, SendDecision, SendResult } from "#core/model/send.ts";
import type { SendError } from "#core/model/status.ts";
import type { Callbacks } from "./callback.ts";
import { decideDueSend } from "./decide.ts";
import { flowOfSend } from "./flow-of-send.ts";
import type { MendWatch } from "./mend-watch.ts";
import { overBudgetOf } from "./over-budget.ts";
import type { Pauses } from "./pauses.ts";
import type { ReceiptWatch } from "./receipt-watch.ts";
import { resultOf } from "./result.ts";
import { findBound, type PricedSend } from "./send-budget.ts";
import { askToWrite } from "./window-closed.ts";

/** Wait before what could not be written is written again, growing, in milliseconds. */
const writeRetryMs = 1_000;
const longestWriteRetryMs = 10_000;
const brokenPrepareMs = 10_000;
/** A start is tried for less than the lease; after that the row is claimed again. */
const maxStarts = 8;

export interface CarryDeps {
  readonly store: Store;
  /** Tells the flow behind a message, where flows have budgets. */
  readonly records: Pick<Records, "runs"> | undefined;
  readonly callbacks: Callbacks;
  readonly pauses: Pauses;
  readonly mending: MendWatch;
  readonly receipts: ReceiptWatch;
  readonly settings: EngineSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Called when a send has led to an event: the person wants no marketing, or a budget is used up. */
  readonly onEvent: () => void;
}

/**
 * One send from its decision to its recorded outcome: bring its files, decide, start durably, POST,
 * record. The decision comes after what takes long: a STOP meanwhile holds the message back.
 */
export async function carrySend(deps: CarryDeps, send: Send, channel: Channel): Promise<void> {
  const hasFiles = channel.prepare !== undefined && channel.mustPrepare?.(send.message) !== false;
  const unready = hasFiles ? await prepare(deps, send, channel) : undefined;
  const flow = await flowOfSend(send, deps.settings, deps.records);
  const attempt = await startSend(deps, { ...send, flow }, channel);
  if (attempt === undefined) return;
  const outcome = unready ?? (await post(deps, send, channel, attempt));
  await finish(deps, send, channel, outcome);
}

/** One that was begun with its turn's plan: decided, and durably `sending` already. */
export async function carryStarted(deps: CarryDeps, send: Send, channel: Channel): Promise<void> {
  await finish(deps, send, channel, await post(deps, send, channel, send.attempt + 1));
}

async function finish(
  deps: CarryDeps,
  send: Send,
  channel: Channel,
  outcome: ChannelOutcome,
): Promise<void> {
  if (outcome.kind === "rejected" && outcome.effect === "marketing-stopped") {
    // Before the outcome: a crash in between leaves it unknown, and the person's word is kept.
    await persist(deps, send, () => deps.store.ingest([optOutOf(send, deps.clock.now())]));
    deps.onEvent();
  }
  await record(deps, send, settle(deps, send, channel, outcome));
}

/** What the attempt ends with if its files cannot be brought; nothing is brought that may not leave. */
async function prepare(
  { clock, log, settings }: CarryDeps,
  send: Send,
  channel: Channel,
): Promise<ChannelOutcome | undefined> {
  if (decideDueSend(send, channel, settings, clock.now()).kind !== "send") return undefined;
  try {
    return await channel.prepare?.(send.message);
  } catch (error) {
    const title = hideWords(errorText(error), wordsOfSend(send));
    log.error("outbox.channel-threw", { message: send.id, error: title });
    return { kind: "retry", afterMs: brokenPrepareMs, error: threwError(title) };
  }
}

/** A send with the flow behind it. */
type FlowSend = Send & Pick<PricedSend, "flow">;

/** The attempt's number once the row is durably `sending`; undefined if it may not go now. */
async function startSend(
  deps: CarryDeps,
  send: FlowSend,
  channel: Channel,
  tries = 1,
): Promise<number | undefined> {
  const { store, clock, settings, pauses } = deps;
  const now = clock.now();
  const decision = askToWrite(send, decideDueSend(send, channel, settings, now), settings, now);
  const started = await store.startSend(send, decision, now).catch((error: unknown) => {
    if (error instanceof BotError && error.retry === "later" && tries < maxStarts) return undefined;
    throw error;
  });
  if (started === undefined) {
    await pause(deps, tries);
    return startSend(deps, send, channel, tries + 1);
  }
  if (started.kind === "started") return started.attempt;
  if (started.kind === "spent") {
    await refuseSpent(deps, send, channel, started.key);
    return undefined;
  }
  if (started.kind === "paced" && started.key === `account:${send.account}`) {
    pauses.hold(send.account, started.until);
  }
  if (started.kind === "recorded") {
    tellRecorded(deps.log, send, decision);
    if (started.isTold === true) deps.onEvent();
  }
  return undefined;
}

/** Decides again a send that a budget does not hold, and has its person told once in the period. */
async function refuseSpent(
  { store, clock, settings, log, onEvent }: CarryDeps,
  send: FlowSend,
  channel: Channel,
  key: string,
): Promise<void> {
  const now = clock.now();
  const bound = findBound(send, key, settings, now);
  // The settings have changed since: it is decided anew when its claim is over.
  if (bound === undefined) return;
  const { whose } = bound;
  const facts = { ...send.facts, spent: whose };
  const verdict = decideDueSend({ ...send, facts }, channel, settings, now);
  // Nobody asked for a broadcast, so nobody is told that there is none.
  const isTold = verdict.kind === "block" && send.class !== "campaign";
  const decision = isTold ? { ...verdict, event: overBudgetOf(send, bound, now) } : verdict;
  const started = await store.startSend(send, decision, now);
  if (started.kind !== "recorded") return;
  tellRecorded(log, send, decision);
  if (started.isTold !== true) return;
  const { account, conversation } = send;
  const action = findRefusal(`${whose}-over-budget`)?.action.en;
  log.warn("budget.reached", { account, conversation, whose, action });
  onEvent();
}

/** Nobody has to look after what the person's own STOP, or a person of ours, keeps from going. */
function tellRecorded(log: Log, send: Send, decision: SendDecision): void {
  if (decision.kind === "send" || decision.kind === "later") return;
  const { reason } = decision;
  const refusal = findRefusal(reason);
  const fields = { message: send.id, reason, meaning: refusal?.meaning.en };
  if (decision.kind === "block") log.info("outbox.blocked", fields);
  else if (reason !== "no-answer" && reason !== "not-sent-twice") log.info("outbox.parked", fields);
  else {
    log.error("outbox.parked", { ...fields, action: refusal?.action.en });
  }
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
    const title = hideWords(errorText(error), wordsOfSend(send));
    log.error("outbox.channel-threw", { message: send.id, error: title });
    return { kind: "unknown", error: threwError(title) };
  }
}

function threwError(title: string): SendError {
  const meaning = "The channel plugin failed while sending.";
  const action = "Report this to the plugin's author.";
  return { code: "CHANNEL_THREW", title, meaning, action };
}

function settle(
  deps: CarryDeps,
  send: Send,
  { capabilities }: Channel,
  outcome: ChannelOutcome,
): SendResult {
  const { pauses, mending, receipts, log } = deps;
  const { account } = send;
  const now = deps.clock.now();
  if (outcome.kind === "paused") {
    const { isFirst } = pauses.pause(account, now);
    mending.begin(account);
    const { code, meaning, action } = outcome.error;
    if (isFirst) log.error("account.paused", { account, code, meaning, action });
    // The pause holds the account; the message itself may go as soon as that is over.
    return { kind: "retry", until: now, error: outcome.error, isCounted: false };
  }
  if (outcome.kind === "accepted") {
    if (capabilities.receipts === true) receipts.accepted(account, now);
    mending.end(account);
    if (pauses.clear(account)) log.info("account.resumed", { account });
  }
  const fraction = () => deps.random.fraction();
  const result = resultOf(send, outcome, deps.settings.outbox, now, fraction);
  if (result.kind === "rejected") {
    const { code, meaning, action } = result.error;
    log.warn("outbox.failed", { message: send.id, code, meaning, action });
  }
  return result;
}

async function record(deps: CarryDeps, send: Send, result: SendResult): Promise<void> {
  await persist(deps, send, () => deps.store.sendResult(send, result, deps.clock.now()));
}

/** Writes what is known, again and again while the store is down: nobody else knows of it. */
async function persist(deps: CarryDeps, send: Send, write: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await write();
      return;
    } catch (error) {
      if (tries === 1) {
        const text = hideWords(errorText(error), wordsOfSend(send));
        deps.log.warn("outbox.result-not-stored", { message: send.id, error: text });
      }
    }
    await pause(deps, tries);
  }
}

function pause({ clock }: CarryDeps, tries: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(Math.min(longestWriteRetryMs, writeRetryMs * tries), resolve);
  });
}
