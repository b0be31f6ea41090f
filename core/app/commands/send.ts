import { z } from "zod";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { callControl } from "#core/app/control/call-control.ts";
import { openDataHost } from "#core/app/control/open-data-host.ts";
import { sentSchema } from "#core/app/control/send-verbs.ts";
import type { Host, HostFlags } from "#core/app/host.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import { openAccounts, openBot } from "#core/app/open-bot.ts";
import { printError, printLine } from "#core/app/print.ts";
import { wireBot } from "#core/app/wire.ts";
import { findRefusal } from "#core/engine/refusals.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { MessageOut } from "#core/model/message-out.ts";

export interface SendFlags extends HostFlags {
  readonly to: string;
  readonly account?: string | undefined;
  readonly text?: string | undefined;
  readonly template?: string | undefined;
  readonly language?: string | undefined;
  readonly body?: readonly string[] | undefined;
  readonly purpose?: string | undefined;
  readonly json?: boolean | undefined;
}

const verb = "message.send";

/** Words for the gate's reasons that a person can do something about. */
const reasonWords: Readonly<Record<string, string>> = {
  "window-closed": "the person has not written for a day; only a template may go out: --template",
  "consent-missing": "the person was never asked for this purpose",
  "consent-withdrawn": "the person said no to this purpose",
  stopped: "the person wrote STOP; nothing may go out before they write START",
};

/**
 * `sapa send`: one message through the durable outbox and every gate of the bot, by the bot that runs on the
 * data folder or, if none does, here. 0 if the network took it, 1 if it was refused or is still waiting.
 */
export async function sendCommand(
  botFolder: string | undefined,
  flags: SendFlags,
): Promise<number> {
  const folder = readBotFolder(botFolder);
  const host = await openDataHost(folder.folder, flags);
  const bot = await openBot(folder, printError);
  const account = chooseAccount(bot, flags.account);
  const message = makeMessage(flags, bot.config.locales[0]);
  const { purpose, to } = flags;
  const input = {
    account,
    to,
    message,
    ...(purpose === undefined ? {} : { purpose }),
    who: "shell",
  };
  const { dataFolder } = host.settings;
  const asked = z.json().parse(input);
  const answer = await callControl({ net: host.net, dataFolder }, verb, asked);
  const result = answer?.result ?? (await sendHere(bot, host, asked));
  return report(sentSchema.parse(result), flags.json === true);
}

/** Works as the bot does, for as long as this message takes. */
async function sendHere(bot: LoadedBot, host: Host, input: Json): Promise<Json> {
  const { ready } = openAccounts(bot, "never", host);
  const { dataFolder, secretKey } = host.settings;
  const wired = await wireBot({
    ...host,
    bot,
    accounts: ready,
    dataFolder,
    secretKey,
    keepsDiskFree: false,
  });
  try {
    await wired.start();
    const run = wired.verbs.get(verb);
    if (run === undefined) throw new Error(`there is no verb ${verb}`);
    return await run(JSON.stringify(input));
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

function report(
  { id, state, reason, error }: z.output<typeof sentSchema>,
  isJson: boolean,
): number {
  const gate = reasonWords[reason ?? ""] ?? findRefusal(reason ?? "")?.meaning.en ?? reason;
  const why = error === undefined ? gate : `${error.meaning} ${error.action}`;
  if (isJson) printLine(JSON.stringify({ id, state, reason: why, error }));
  else printLine(why === undefined ? state : `${state}: ${why}`);
  return state === "accepted" ? 0 : 1;
}
