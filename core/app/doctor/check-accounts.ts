import { openChannel } from "#core/app/open-channel.ts";
import { createPassingValues } from "#core/app/plugin-values.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";
import { webhookAddress } from "./webhook-address.ts";

/** Asks each account's network whether it works, with the settings of this machine. */
export async function checkAccounts({ host, bot }: DoctorCase): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const ready of bot?.ready ?? []) {
    const opened = openChannel(ready, {
      ...host,
      records: createPassingValues(undefined),
      deliver: () => Promise.resolve(undefined),
    });
    try {
      found.push(...(await ask(opened.channel, host.settings.publicUrl)));
    } finally {
      opened.stop();
    }
  }
  return found;
}

async function ask(channel: Channel, publicUrl: string | undefined): Promise<readonly Found[]> {
  const { account } = channel;
  const problem = await channel.check();
  if (problem !== undefined) {
    return [["error", `${account}: ${problem.meaning} (${problem.code})`, problem.action]];
  }
  const about = await channel.about?.();
  const facts =
    about === undefined || about.facts.length === 0 ? "" : `, ${about.facts.join(", ")}`;
  return [
    ["good", `${account}: the network knows token and account${facts}`],
    ...(about?.worries ?? []).map(
      ({ meaning, action }): Found => ["warning", `${account}: ${meaning}`, action],
    ),
    ...judgeWebhooks(account, about?.webhooks ?? [], publicUrl),
  ];
}

/** Whether updates are brought here, where the network says where it brings them. */
export function judgeWebhooks(
  account: string,
  webhooks: readonly string[],
  publicUrl: string | undefined,
): readonly Found[] {
  if (publicUrl === undefined || webhooks.length === 0) return [];
  const address = webhookAddress(publicUrl, account);
  if (webhooks.includes(address)) return [["good", `${account}: the network brings updates here`]];
  // What stands behind a ? may be a secret of somebody's.
  const shown = webhooks.map((webhook) => webhook.replace(/\?.*/, ""));
  const message = `${account}: the network brings updates to ${shown.join(" and ")}`;
  return [["warning", message, `Enter the webhook's address on the network's page: ${address}`]];
}
