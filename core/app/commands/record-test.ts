import { existsSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { findPerson } from "#core/app/contacts/find-person.ts";
import { openDataKey } from "#core/app/data-key.ts";
import { renderLines } from "#core/app/flow-test/line.ts";
import { toSimulatedBot } from "#core/app/flow-test/simulated-bot.ts";
import { type Host, type HostFlags, openHost } from "#core/app/host.ts";
import { openBot } from "#core/app/open-bot.ts";
import { printError, printLine } from "#core/app/print.ts";
import { findConversation, type Recording } from "#core/app/record-test/find-conversation.ts";
import { makeTest } from "#core/app/record-test/make-test.ts";
import { proveTest } from "#core/app/record-test/prove-test.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { parseDuration } from "#core/lib/duration.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import { openReadOnlyRecords } from "#core/store/open-read-only.ts";

export interface RecordFlags extends HostFlags {
  readonly contact?: string | undefined;
  readonly since?: string | undefined;
  readonly out?: string | undefined;
}

/**
 * `sapa test record`: writes a conversation of the data folder down as a test, masked. 0 if the test
 * passes against the flows as they are, 1 if it differs: it is written all the same.
 */
export async function recordCommand(
  botFolder: string | undefined,
  flags: RecordFlags,
): Promise<number> {
  const folder = readBotFolder(botFolder);
  const host = openHost(folder.folder, flags, { level: "error", handle: 2 });
  const bot = await openBot(folder, printError);
  const sinceAt = readSince(flags.since, host);
  const dataFolder = findData(host.settings.dataFolder);
  const recording = await readRecording(host, dataFolder, flags.contact, sinceAt);
  const recorded = makeTest(recording, {
    timeZone: bot.config.timeZone,
    defaultLocale: bot.config.locales[0],
    scripted: bot.providers.filter(({ plugin }) => plugin.isScripted).map(({ name }) => name),
    ownTexts: [folder.bot, ...folder.flows].map(({ text }) => text),
    anyFlow: bot.programs[0]?.flow ?? "",
  });
  if (recorded.transcription.steps.length === 0) {
    throw new BotError("USE_WRONG", "nothing was said in this conversation in that time");
  }
  const path = flags.out ?? join(folder.folder, `${recorded.flow}.recorded.test.yaml`);
  const shown = relative(process.cwd(), path);
  const file = shown.startsWith("..") ? resolve(path) : shown;
  if (existsSync(path)) {
    throw new BotError("USE_WRONG", `${file} is there already`, {
      hint: "Move it away, or name another file: --out.",
    });
  }
  const proven = await proveTest(recorded, file, {
    bot: await toSimulatedBot(bot, host.variables),
    folder: folder.folder,
    nowMs: () => performance.now(),
  });
  writeFileSync(path, proven.text);
  printLine(`${file}: ${recorded.transcription.steps.length} steps, from ${dataFolder}`);
  for (const gap of recorded.transcription.gaps) printLine(`left out: ${gap}`);
  printLine(
    "Names, numbers, addresses and ids are made up; read it before you show it to anybody.",
  );
  if (proven.isGreen) printLine("It passes.");
  else printLine(`It differs from what the flows do today:\n\n${renderLines(proven.lines, false)}`);
  return proven.isGreen ? 0 : 1;
}

function readSince(text: string | undefined, { clock }: Host): Millis | undefined {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  if (duration.kind === "ok") return toMillis(clock.now() - duration.value);
  throw new BotError("USE_WRONG", `--since: ${duration.message}`);
}

/** The data folder, or that of `sapa dev` inside it: the one in which something was written last. */
function findData(folder: string): string {
  const candidates = [folder, join(folder, "dev")];
  const found = candidates
    .flatMap((candidate) => {
      const stat = statSync(join(candidate, "sapa.db"), { throwIfNoEntry: false });
      return stat === undefined ? [] : [{ candidate, changedAt: stat.mtimeMs }];
    })
    .toSorted((a, b) => b.changedAt - a.changedAt)[0];
  if (found !== undefined) return found.candidate;
  throw new BotError("USE_WRONG", `there is no database in ${candidates.join(" or ")}`, {
    hint: "Talk to the bot first (sapa dev), or name the folder of its data: --data.",
  });
}

/** Beside the bot that may be running. */
async function readRecording(
  { settings, random, clock }: Host,
  dataFolder: string,
  contact: string | undefined,
  sinceAt: Millis | undefined,
): Promise<Recording> {
  const { codec } = openDataKey({ ...settings, dataFolder, random, isReadOnly: true });
  const database = openReadOnlyRecords(join(dataFolder, "sapa.db"), codec, clock);
  const { records } = database;
  try {
    const person = contact === undefined ? undefined : await findPerson(records, contact);
    return await findConversation(records, person?.id, sinceAt);
  } finally {
    database.close();
  }
}
