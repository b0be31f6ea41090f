import { relative } from "node:path";
import type { LoadedBot } from "./load-bot.ts";
import { counted } from "./render-findings.ts";
import type { Wired } from "./wire.ts";

/** What `sapa dev` says when it is up: where everything is and what to try, line by line. */
export function describeDev(dev: {
  readonly bot: LoadedBot;
  readonly wired: Wired;
  /** Where the bot listens. */
  readonly url: string;
  /** Where simulators listen, by account. */
  readonly simulators: ReadonlyMap<string, string>;
  /** What simulated accounts would need to be real, by account. */
  readonly unset: ReadonlyMap<string, readonly string[]>;
}): readonly string[] {
  const { bot, wired, url, simulators, unset } = dev;
  const lines = ["", `${bot.config.name} is up with ${counted(bot.programs.length, "flow")}.`, ""];
  if (simulators.size > 0) lines.push(`  talk to it   ${url}/simulator`, "");
  const examples: string[] = [];
  for (const account of wired.channels.keys()) {
    const webhook = `${url}/webhooks/${account}`;
    lines.push(`  webhook      ${webhook}`);
    const simulator = simulators.get(account);
    if (simulator === undefined) continue;
    lines.push(`  network      ${simulator}  (${account} speaks to it, not to the network)`);
    const names = (unset.get(account) ?? []).map((line) => line.replace(/ \(.*\)$/, ""));
    if (names.length > 0)
      lines.push(`               because these are not set: ${names.join(", ")}`);
    const simulated = wired.simulators.get(account);
    examples.push(...(simulated?.shellExample?.({ webhook, simulator }) ?? []));
  }
  lines.push(`  health       ${url}/readyz`, "");
  if (examples.length > 0) {
    lines.push("Write to it as the network does, from another terminal:", "");
    lines.push(...examples.map((line) => `  ${line}`), "");
  }
  const folder = relative(process.cwd(), bot.folder) || ".";
  lines.push(`Or talk to it in the terminal: bun sapa chat ${folder}`, "");
  lines.push("Edit a *.flow.yaml and the next conversation uses it. Ctrl+C ends.", "");
  return lines;
}
