import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { openHost } from "#core/app/host.ts";
import { openAccounts, openBot } from "#core/app/open-bot.ts";
import { CliBot } from "#core/app/testing/cli-bot.ts";
import { openRuntime } from "./open-runtime.ts";
import { createSimulatedNetwork } from "./simulated-network.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

let bot: CliBot;
beforeEach(() => {
  bot = new CliBot("runtime");
});
afterEach(() => bot.remove());

async function open() {
  const folder = readBotFolder(bot.folder);
  const dataFolder = bot.at("data");
  const host = openHost(folder.folder, { data: dataFolder }, { level: "error", handle: 2 });
  const loaded = await openBot(folder, () => undefined);
  const { ready } = openAccounts(loaded, "always", host);
  const told: unknown[] = [];
  const runtime = await openRuntime(
    {
      ...host,
      bot: loaded,
      accounts: ready,
      dataFolder,
      secretKey: undefined,
      keepsDiskFree: false,
    },
    createSimulatedNetwork(host),
    (error) => told.push(error),
  );
  await runtime.wired.start();
  return { runtime, told, key: join(dataFolder, "secret.key") };
}

test("a bot that cannot be started again stays down, says why, and is tried once more", async () => {
  const { runtime, told, key } = await open();
  const whole = readFileSync(key, "utf8");
  writeFileSync(key, "no key");
  const restarting = runtime.restart().catch((error: unknown) => error);
  // Asked in the middle of it, and afterwards: the answer is the same.
  const asked = runtime.ask(() => Promise.resolve("up")).catch((error: unknown) => error);
  expect(await restarting).toMatchObject({ code: "DEV_BOT_DOWN" });
  expect(await asked).toBe(await restarting);
  expect(told).toMatchObject([{ code: "SECRET_KEY_INVALID" }]);
  expect([runtime.isUp, runtime.failure]).toMatchObject([false, { code: "DEV_BOT_DOWN" }]);
  expect(await runtime.restart().catch((error: unknown) => error)).toBe(runtime.failure);
  writeFileSync(key, whole);
  await runtime.restart();
  expect([runtime.isUp, runtime.failure]).toEqual([true, undefined]);
  expect(await runtime.ask(() => Promise.resolve("up"))).toBe("up");
  await runtime.drain();
  await runtime.close();
});

test("the end does not wait for a bot that is dead, and waits for a restart", async () => {
  const { runtime, key } = await open();
  const whole = readFileSync(key, "utf8");
  writeFileSync(key, "no key");
  const failing = runtime.restart().catch((error: unknown) => error);
  await runtime.drain();
  await runtime.close();
  expect(await failing).toMatchObject({ code: "DEV_BOT_DOWN" });
  writeFileSync(key, whole);
  const restarting = runtime.restart();
  await runtime.drain();
  await runtime.close();
  await restarting;
  // The database is let go of.
  const again = await open();
  await again.runtime.close();
});
