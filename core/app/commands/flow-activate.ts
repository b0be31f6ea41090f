import { realpathSync } from "node:fs";
import { join } from "node:path";
import { createActiveFlows } from "#core/app/active-flows/active-flows.ts";
import { loadActive } from "#core/app/active-flows/start-flows.ts";
import type { FlowFlags } from "#core/app/active-flows/view-flows.ts";
import { type BotFolder, readBotFolder } from "#core/app/bot-folder.ts";
import { callControl } from "#core/app/control/call-control.ts";
import { flowChangesSchema, flowVerbs } from "#core/app/control/flow-verbs.ts";
import { openDataHost } from "#core/app/control/open-data-host.ts";
import { openDataKey } from "#core/app/data-key.ts";
import type { Host } from "#core/app/host.ts";
import { loadBot } from "#core/app/load-bot.ts";
import { openDataFolder } from "#core/app/open-data-folder.ts";
import { printLine } from "#core/app/print.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";

export interface ActivateFlags extends FlowFlags {
  readonly json?: boolean | undefined;
}

/** `sapa flow activate`: takes over the files of these flows, or of all; 0 if they passed the check. */
export function flowActivateCommand(
  flows: readonly string[],
  flags: ActivateFlags,
): Promise<number> {
  return change("flow.activate", flows.length === 0 ? {} : { flows: [...flows] }, flags);
}

/** `sapa flow rollback`: brings the revision before the active one back, or one by its beginning. */
export function flowRollbackCommand(
  flow: string,
  to: string | undefined,
  flags: ActivateFlags,
): Promise<number> {
  return change("flow.rollback", to === undefined ? { flow } : { flow, to }, flags);
}

/** Asks the bot that runs on the data folder; if none does, it is done here. */
async function change(
  verb: string,
  input: Readonly<Record<string, Json>>,
  flags: ActivateFlags,
): Promise<number> {
  const folder = readBotFolder(flags.bot);
  const host = await openDataHost(folder.folder, { data: flags.data });
  const { dataFolder } = host.settings;
  const asked: Json = { ...input, folder: realpathSync(folder.folder), who: "shell" };
  const place = { net: host.net, dataFolder };
  const answer = await callControl(place, verb, asked);
  const result = answer?.result ?? (await changeHere(folder, host, verb, asked));
  const changes = flowChangesSchema.parse(result);
  const where = answer === undefined ? "no bot is running" : "the running bot uses it";
  if (flags.json === true) {
    printLine(JSON.stringify({ changes, isRunning: answer !== undefined }, undefined, 2));
    return 0;
  }
  for (const { flow, from, to } of changes) {
    const arrow = from === undefined ? "new" : `${short(from)} →`;
    printLine(`${flow}  ${arrow} ${to === undefined ? "taken away" : short(to)}`);
  }
  printLine(changes.length === 0 ? "nothing to change" : `activated; ${where}`);
  return 0;
}

async function changeHere(
  folder: BotFolder,
  { settings, random, clock, log }: Host,
  verb: string,
  input: Json,
): Promise<Json> {
  const { catalog, findings } = await loadBot(folder);
  if (catalog === undefined) {
    const [first] = findings;
    throw new BotError("BOT_INVALID", `bot.yaml: ${first?.message ?? "cannot be read"}`, {
      hint: "sapa check tells more.",
    });
  }
  const { dataFolder } = settings;
  openDataFolder(dataFolder);
  const { codec, erasures } = openDataKey({ ...settings, random });
  const file = join(dataFolder, "sapa.db");
  const { store, records } = openSqliteStore({
    file,
    clock,
    random,
    log,
    codec,
    erasures,
    leaseMs: minuteMs,
  });
  try {
    const bot = { folder: folder.folder, catalog };
    const onChange = () => undefined;
    const active = await loadActive({ records, log });
    const flows = createActiveFlows({ records, bot, clock, log, onChange }, active);
    const run = flowVerbs(folder.folder, flows).get(verb);
    if (run === undefined) throw new Error(`there is no verb ${verb}`);
    return await run(JSON.stringify(input));
  } finally {
    await store.close();
  }
}

function short(revision: string): string {
  return revision.slice(0, 8);
}
