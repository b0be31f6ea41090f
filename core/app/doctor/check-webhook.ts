import type { ReadyAccount } from "#core/app/open-channel.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";
import { judgeWebhook } from "./judge-webhook.ts";
import { lookTimeoutMs } from "./looking-net.ts";
import { webhookAddress } from "./webhook-address.ts";

const maxAnswerBytes = 65_536;

/** Asks every account's webhook at its public address as the network does when it is entered there. */
export async function checkWebhook({ host, bot, isRunning, command }: DoctorCase) {
  const { publicUrl } = host.settings;
  if (publicUrl === undefined) {
    return [
      [
        "warning",
        "SAPA_PUBLIC_URL is not set: nobody was asked whether the network reaches this bot",
        "Set it to the address that you give to Meta, such as https://bot.example.com, and ask again.",
      ],
    ] satisfies readonly Found[];
  }
  const found: Found[] = [];
  for (const ready of bot?.ready ?? []) {
    const handshake = handshakeOf(ready, host);
    if (handshake === undefined) continue;
    const address = webhookAddress(publicUrl, ready.account);
    const url = new URL(address);
    for (const [key, value] of Object.entries(handshake.request.query)) {
      url.searchParams.set(key, value);
    }
    const { headers } = handshake.request;
    const bounds = { timeoutMs: lookTimeoutMs, maxBytes: maxAnswerBytes };
    const reply = await host.net.request({ method: "GET", url: url.href, headers, ...bounds });
    found.push(judgeWebhook({ address, reply, isRunning, run: command("run"), ...handshake }));
  }
  if (found.length === 0) {
    const hint = "Set what the environment lacks: see below.";
    found.push(["warning", "no webhook was asked: no account's settings are complete", hint]);
  }
  return found;
}

/** The first question of the account's network, with the account's own words in it. */
function handshakeOf(
  { plugin, settings }: ReadyAccount,
  { clock, random }: Pick<DoctorCase["host"], "clock" | "random">,
) {
  const words = Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
  const deliver = () => Promise.resolve(undefined);
  return plugin.simulate?.({ clock, random, deliver, settings: words }).handshake?.();
}
