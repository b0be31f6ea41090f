import { readBotFolder } from "#core/app/bot-folder.ts";
import { callControl } from "#core/app/control/call-control.ts";
import { openStopped } from "#core/app/control/open-stopped.ts";
import { openHost } from "#core/app/host.ts";
import { printLine } from "#core/app/print.ts";
import { spendKinds } from "#core/engine/queries/read-spend.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { type OpsFlags, opsCommand } from "./ops.ts";

export interface SpendFlags extends OpsFlags {
  readonly by: string;
  readonly since: string;
}

/** `sapa spend`: what messages and AI cost, the same numbers as in chat; as JSON all lines of it. */
export async function spendCommand({ by, since, ...flags }: SpendFlags): Promise<number> {
  const kind = spendKinds.find((one) => one === by);
  if (kind === undefined) {
    throw new BotError("USE_WRONG", `there is no sum by "${by}"`, {
      hint: `write one of ${spendKinds.join(", ")}`,
    });
  }
  if (flags.json !== true) return await opsCommand(["spend", since, `by=${kind}`], flags);
  const host = openHost(readBotFolder(flags.bot).folder, flags, { level: "error", handle: 2 });
  const place = { net: host.net, dataFolder: host.settings.dataFolder };
  const input = { by: kind, since };
  const running = await callControl(place, "spend", input);
  if (running !== undefined) {
    printLine(JSON.stringify(running.result, undefined, 2));
    return 0;
  }
  const wired = await openStopped(flags, host);
  try {
    const answer = await wired.verbs.get("spend")?.(JSON.stringify(input));
    printLine(JSON.stringify(answer, undefined, 2));
    return 0;
  } finally {
    await wired.close();
    host.log.flush();
  }
}
