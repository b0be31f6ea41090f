import { expect, test } from "bun:test";
import { BotError } from "#core/lib/bot-error.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createPhones } from "./phone/phones.ts";
import { createTimeTexts } from "./time-texts.ts";
import { createWorldRoutes } from "./world-routes.ts";

test("a bot that cannot be started again is told on the page, in its language", async () => {
  const clock = new VirtualClock(0);
  const simulators = new Map();
  const phones = createPhones({ simulators, clock, onChange: () => undefined });
  const routes = createWorldRoutes({
    simulators,
    phones,
    view: undefined,
    world: {
      opensAt: () => undefined,
      restart: () => Promise.reject(new BotError("DEV_BOT_DOWN", "the disk is full.")),
    },
    now: () => 0,
    timesIn: createTimeTexts("Asia/Jakarta"),
    onFaults: () => undefined,
  });
  const restart = async (language: string) => {
    const headers = { "accept-language": language };
    const answer = await routes.request("/restart", { method: "POST", headers });
    return [answer.status, await answer.text()];
  };
  expect(await restart("en")).toEqual([
    200,
    "The bot is not up: the disk is full. Mend that, and restart it here.",
  ]);
  expect(await restart("id")).toEqual([
    200,
    "Bot tidak hidup: the disk is full. Perbaiki dulu, lalu mulai ulang di sini.",
  ]);
  phones.stop();
});
