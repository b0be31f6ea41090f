import { assertNever } from "#core/lib/assert-never.ts";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Channel, WebhookReading, WebhookRequest } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { AppliedStatus, Store } from "#core/model/ports/store.ts";
import type { StatusUpdate } from "#core/model/status.ts";
import type { Callbacks } from "./outbox/callback.ts";
import type { ReceiptWatch } from "./outbox/receipt-watch.ts";
import type { TemplateHearing } from "./templates/hear-templates.ts";

/** What the HTTP face answers; `body` is plain text. */
export interface WebhookAnswer {
  readonly status: 200 | 400 | 401 | 403 | 404 | 503;
  readonly body: string;
}

export interface IntakeDeps {
  readonly store: Store;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly callbacks: Callbacks;
  readonly receipts: Pick<ReceiptWatch, "heard">;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes events of the receipts that flows listen to; undefined where none does. */
  readonly hear: (statuses: readonly AppliedStatus[]) => Promise<readonly NewEvent[]> | undefined;
  /** Takes in what is told of templates; undefined where nothing is kept of them. */
  readonly learn: ((events: readonly NewEvent[]) => TemplateHearing | undefined) | undefined;
  /** Accounts for what receipts tell of prices; undefined where there is no budget. */
  readonly pay: ((statuses: readonly AppliedStatus[]) => Promise<void>) | undefined;
  /** Called when something new is durable. */
  readonly onTaken: () => void;
}

/**
 * Takes a webhook in: verified and read by its channel, durable in the store, and only then
 * answered 200. When it cannot be stored the answer is 503, so that the vendor sends it again.
 */
export async function takeWebhook(
  deps: IntakeDeps,
  account: AccountId,
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  const channel = deps.channels.get(account);
  if (channel === undefined) return { status: 404, body: "no such account" };
  const reading = channel.receive(request);
  switch (reading.kind) {
    case "handshake":
      return { status: 200, body: reading.text };
    case "refused":
      deps.log.warn("webhook.refused", { account, status: reading.status, reason: reading.reason });
      return { status: reading.status, body: reading.reason };
    case "foreign":
      deps.log.warn("webhook.foreign", { account, reason: reading.reason });
      return { status: 200, body: "" };
    case "updates":
      return keep(deps, channel, reading);
    default:
      return assertNever(reading, "webhook");
  }
}

async function keep(
  deps: IntakeDeps,
  channel: Channel,
  { events, statuses, foreign }: Extract<WebhookReading, { kind: "updates" }>,
): Promise<WebhookAnswer> {
  const { account } = channel;
  if (foreign > 0) deps.log.warn("webhook.foreign", { account, count: foreign });
  try {
    await write(deps, channel, events, statuses);
  } catch (error) {
    const isExpected = error instanceof BotError && error.retry === "later";
    const fields = { account, error: errorText(error) };
    if (isExpected) deps.log.warn("webhook.not-stored", fields);
    else deps.log.error("webhook.not-stored", fields);
    return { status: 503, body: "try again later" };
  }
  const unparsed = events.filter((event) => event.body.kind === "unparsed").length;
  if (unparsed > 0) deps.log.warn("webhook.unparsed", { account, count: unparsed });
  deps.onTaken();
  return { status: 200, body: "" };
}

/** Everything that a webhook comes to, asked for together, so that it shares one commit. */
async function write(
  deps: IntakeDeps,
  channel: Channel,
  events: readonly NewEvent[],
  statuses: readonly StatusUpdate[],
): Promise<void> {
  const { account } = channel;
  const receipts = statuses.map((status) => toApplied(status, channel, deps.callbacks));
  if (receipts.length > 0) deps.receipts.heard(account);
  const hearing = receipts.length === 0 ? undefined : deps.hear(receipts);
  const learning = deps.learn?.(events);
  const heard = hearing === undefined ? [] : await hearing;
  const more = [...(learning?.notices ?? []), ...heard];
  const all = more.length === 0 ? events : [...events, ...more];
  const taking = all.length === 0 ? undefined : deps.store.ingest(all);
  const applying =
    receipts.length === 0 ? undefined : deps.store.applyStatuses(receipts, deps.clock.now());
  await Promise.all([taking, applying, learning?.save(), deps.pay?.(receipts)]);
}

function toApplied(
  status: StatusUpdate,
  { account, prices }: Pick<Channel, "account" | "prices">,
  callbacks: Callbacks,
): AppliedStatus {
  const send = status.callback === undefined ? undefined : callbacks.read(status.callback);
  // What never arrives is not charged.
  const costMicroUsd = status.status === "failed" ? prices && 0 : prices?.told(status);
  return {
    ...status,
    account,
    ...(send === undefined ? {} : { send }),
    ...(costMicroUsd === undefined ? {} : { costMicroUsd }),
  };
}
