import { expect, test } from "bun:test";
import { botSchema } from "#core/config/bot-schema.ts";
import { toEngineSettings } from "./engine-settings.ts";

const least = {
  bot: "kopi",
  format: 1,
  name: "Kopi Senja",
  channels: { web: { plugin: "channel-web" } },
};

test("bot.yaml becomes what the engine works by", () => {
  const config = botSchema.parse({
    ...least,
    locales: ["id", "en"],
    time_zone: "Asia/Jakarta",
    menu: "menu",
    human: { queue: "kasir", reply_within: "90m" },
    hours: { mon: "08:00-20:00" },
    limits: {
      contact: "5/min",
      over: "queue",
      loops: { watch: false },
      flows: { otp: { contact: "3/day", over: "queue" } },
      budget: { contact: "0.05 USD/day and 1 USD/month", flows: { promo: "2 USD/day" } },
      account: { sends: "120/min", pair: { every: "2s", burst: 3 } },
    },
    intake: { stale_after: "30m", debounce: "2s", media_max: "5MB" },
    retention: { media: "7d" },
    flows: { env: ["SHOP_URL", "NOT_SET"], merge_texts: false },
  });
  const settings = toEngineSettings(config, { SHOP_URL: "https://shop.example", OTHER: "x" });
  const { isOpenAt, ...bot } = settings.bot;
  expect(bot).toEqual({
    name: "Kopi Senja",
    locales: ["id", "en"],
    timeZone: "Asia/Jakarta",
    menuFlow: "menu",
    humanReplyMs: 5_400_000,
    env: { SHOP_URL: "https://shop.example", NOT_SET: "" },
    mergesTexts: false,
  });
  expect(isOpenAt?.(Date.parse("2026-11-23T09:00+07:00"))).toBe(true);
  expect(isOpenAt?.(Date.parse("2026-11-24T09:00+07:00"))).toBe(false);
  expect(settings.limits).toEqual({
    contact: { count: 5, periodMs: 60_000 },
    over: "queue",
    loop: undefined,
    flows: { otp: { contact: { count: 3, periodMs: 86_400_000 }, over: "queue" } },
    account: { everyMs: 500, burst: 10 },
    pair: { everyMs: 2_000, burst: 3 },
    budget: {
      contact: [
        { microUsd: 50_000, period: "day" },
        { microUsd: 1_000_000, period: "month" },
      ],
      account: [],
      flows: { promo: [{ microUsd: 2_000_000, period: "day" }] },
    },
  });
  expect(settings.intake).toEqual({
    staleAfterMs: 1_800_000,
    debounceMs: 2_000,
    mediaMaxBytes: 5_242_880,
    hearsVoice: false,
  });
  expect(settings.retention.mediaMs).toBe(7 * 86_400_000);
});

test("a bot without hours is always open, and a slow account gets no burst above its rate", () => {
  const config = botSchema.parse({ ...least, limits: { account: { sends: "1/s" } } });
  const settings = toEngineSettings(config, {});
  expect(settings.bot.isOpenAt).toBeUndefined();
  expect(settings.bot.mergesTexts).toBe(true);
  expect(settings.limits.account).toEqual({ everyMs: 1_000, burst: 1 });
});
