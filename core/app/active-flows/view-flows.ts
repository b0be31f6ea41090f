import { readBotFolder } from "#core/app/bot-folder.ts";
import { openDataHost } from "#core/app/control/open-data-host.ts";
import { type FlowFile, readFlowFiles } from "#core/app/flow-files.ts";
import type { Host } from "#core/app/host.ts";
import { loadBot } from "#core/app/load-bot.ts";
import { type LiveFlows, openLive } from "./open-live.ts";

/** Which bot and which data a command of `sapa flow` looks at. */
export interface FlowFlags {
  readonly bot?: string | undefined;
  readonly data?: string | undefined;
}

/** The flows of a bot: its files, and what is active and under way in its data folder. */
export interface FlowView {
  readonly folder: string;
  readonly host: Host;
  readonly files: readonly FlowFile[];
  /** Undefined if the bot has not run here yet. */
  readonly live: LiveFlows | undefined;
}

/** Hands a view to `work` and closes it. Nothing is written, and a running bot is not disturbed. */
export async function viewFlows<Value>(
  { bot, data }: FlowFlags,
  work: (view: FlowView) => Promise<Value>,
): Promise<Value> {
  const folder = readBotFolder(bot);
  const host = await openDataHost(folder.folder, { data });
  const live = await openLive(host);
  try {
    // Revisions are told apart by the schemas of actions too, so plugins are asked for them.
    const catalog = live === undefined ? undefined : (await loadBot(folder)).catalog;
    const files = readFlowFiles(bot, catalog);
    return await work({ folder: folder.folder, host, files, live });
  } finally {
    live?.close();
    host.log.flush();
  }
}
