import { readBotFolder } from "#core/app/bot-folder.ts";
import { type HostFlags, openHost } from "#core/app/host.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import { openAccounts, openBot } from "#core/app/open-bot.ts";
import { printError, printLine } from "#core/app/print.ts";
import { readAddress } from "#core/app/read-address.ts";
import { type Wired, wireBot } from "#core/app/wire.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { type Millis, secondMs } from "#core/lib/millis.ts";
import type { Address } from "#core/model/identity.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { SendRecord } from "#core/model/ports/records.ts";

export interface SendFlags extends HostFlags {
  readonly to: string;
  readonly account?: string | undefined;
  readonly text?: string | undefined;
  readonly template?: string | undefined;
  readonly language?: string | undefined;
  readonly body?: readonly string[] | undefined;
  readonly json?: boolean | undefined;
}

/** Longest wait for the network's word; after that the message is still in the outbox. */
const patienceMs = 15 * secondMs;
const lookEveryMs = 50;

/** Words for the gate's reasons that a person can do something about. */
const reasonWords: Readonly<Record<string, string>> = {
  "window-closed": "the person has not written for a day; only a template may go out: --template",
  stopped: "the person wrote STOP; nothing may go out before they write START",
};

/**
 * `sapa send`: one message through the durable outbox and every gate of the bot. 0 if the network
 * took it, 1 if it was refused or is still waiting. The data folder is one process's alone: while
 * the bot runs, this refuses.
 */
export async function sendCommand(
  botFolder: string | undefined,
  flags: SendFlags,
): Promise<number> {
  const folder = readBotFolder(botFolder);
  const host = openHost(folder.folder, flags, { level: "error", handle: 2 });
  const bot = await openBot(folder, printError);
  const account = chooseAccount(bot, flags.account);
  const message = makeMessage(flags, bot.config.locales[0]);
  const { ready } = openAccounts(bot, "never", host);
  const { dataFolder, secretKey } = host.settings;
  const wired = await wireBot({
    ...host,
    bot,
    accounts: ready,
    dataFolder,
    secretKey,
    keepsDiskFree: false,
  }).catch((error: unknown) => {
    throw explainLock(error);
  });
  try {
    const { channels, engine } = wired;
    const channel = channels.get(account);
    if (channel === undefined) throw new Error(`account ${account} is not open`);
    const address = readAddress(flags.to);
    const startedAt = host.clock.now();
    await wired.start();
    const to = { scope: channel.kind, addresses: [address] };
    await engine.queueSend({ account, to, message, by: "shell" });
    const send = await awaitSend(wired, channel, address, startedAt, host.clock);
    return report(send, flags.json === true);
  } finally {
    await wired.drain();
    await wired.close();
    host.log.flush();
  }
}

function chooseAccount({ accounts }: LoadedBot, name: string | undefined): AccountId {
  const names = accounts.map(({ account }) => account);
  const chosen =
    name === undefined && names.length === 1 ? names[0] : names.find((it) => it === name);
  if (chosen !== undefined) return chosen;
  const problem =
    name === undefined ? "the bot has several accounts" : `there is no account "${name}"`;
  throw new BotError("USE_WRONG", problem, { hint: `Write --account ${names.join(" or ")}.` });
}

function makeMessage(flags: SendFlags, locale: string): MessageOut {
  const { text, template, language = locale, body } = flags;
  if (text !== undefined && template === undefined) return { kind: "text", text };
  if (text === undefined && template !== undefined) {
    const message = { kind: "template", name: template, language } as const;
    return body === undefined ? message : { ...message, body: [...body] };
  }
  throw new BotError("USE_WRONG", "say what to send: either --text or --template");
}

function explainLock(error: unknown): unknown {
  if (!(error instanceof BotError) || error.code !== "STORE_LOCKED") return error;
  return new BotError("STORE_LOCKED", error.message, {
    hint: "The bot is running on this data folder, and only it may send. Stop it, send, start it again.",
    cause: error,
  });
}

/** The send as it ended, or as it is when patience is over; undefined if the turn is not over yet. */
async function awaitSend(
  { records }: Wired,
  { kind: scope }: Channel,
  address: Address,
  startedAt: Millis,
  clock: Clock,
): Promise<SendRecord | undefined> {
  let latest: SendRecord | undefined;
  while (clock.now() - startedAt < patienceMs) {
    const contact = await records.findContact(scope, address);
    const known = contact === undefined ? undefined : await records.exportContact(contact.id);
    latest = known?.sends.find((send) => send.queuedAt >= startedAt);
    if (latest !== undefined && !["queued", "sending"].includes(latest.state)) return latest;
    await new Promise<void>((resolve) => {
      clock.after(lookEveryMs, resolve);
    });
  }
  return latest;
}

function report(send: SendRecord | undefined, isJson: boolean): number {
  const state = send?.state ?? "waiting";
  const problem = send?.error;
  const gate = reasonWords[send?.reason ?? ""] ?? send?.reason;
  const reason = problem === undefined ? gate : `${problem.meaning} ${problem.action}`;
  if (isJson) printLine(JSON.stringify({ id: send?.id, state, reason, error: problem }));
  else printLine(reason === undefined ? state : `${state}: ${reason}`);
  return state === "accepted" ? 0 : 1;
}
