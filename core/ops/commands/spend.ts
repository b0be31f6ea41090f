import { z } from "zod";
import { later } from "#core/lib/millis.ts";
import type { AiSpend } from "#core/model/ai-usage.ts";
import { budgetPeriodAt } from "#core/model/budget.ts";
import { defineCommand } from "#core/ops/command.ts";
import type { Words } from "#core/ops/language.ts";

const shown = 10;
const microUsd = 1_000_000;

/** The words of either language, by what they mean. */
const periods = new Map<string, "day" | "month">([
  ["today", "day"],
  ["day", "day"],
  ["hari", "day"],
  ["month", "month"],
  ["bulan", "month"],
]);
const kinds = new Map<string, "provider" | "model" | "flow" | "account" | "day">([
  ["provider", "provider"],
  ["penyedia", "provider"],
  ["model", "model"],
  ["flow", "flow"],
  ["alur", "flow"],
  ["account", "account"],
  ["akun", "account"],
  ["day", "day"],
  ["hari", "day"],
]);

/** `/spend`: what AI cost in this day or month of the business. */
export const spend = defineCommand({
  id: "spend",
  words: [{ en: "spend", id: "biaya" }],
  about: { en: "what AI cost, today or this month", id: "biaya AI, hari ini atau bulan ini" },
  role: "viewer",
  args: [
    { name: "period", words: { en: "today|month", id: "hari|bulan" }, isOptional: true },
    { name: "by", words: { en: "by", id: "per" }, isNamed: true, isOptional: true },
  ],
  input: z.strictObject({
    period: z.string().default("today"),
    by: z.string().default("provider"),
  }),
  async look(input, { records, at, timeZone, say }) {
    const period = periods.get(input.period.toLowerCase());
    const by = kinds.get(input.by.toLowerCase());
    if (period === undefined || by === undefined) return { text: say(wrong) };
    const from = budgetPeriodAt(at, period, timeZone);
    const until = later(at, 1);
    const found = await records.aiSpend({ by, from, until, limit: 1_000 });
    const sum = found.reduce((total, { costMicroUsd }) => total + costMicroUsd, 0);
    const calls = found.reduce((total, item) => total + item.calls, 0);
    const isDay = period === "day";
    const head = say({
      en: `AI ${isDay ? "today" : "this month"}: ${money(sum)} for ${calls} calls.`,
      id: `AI ${isDay ? "hari ini" : "bulan ini"}: ${money(sum)} untuk ${calls} panggilan.`,
    });
    const lines = found.slice(0, shown).map((item) => line(item));
    const rest = found.length - lines.length;
    if (rest > 0) lines.push(say({ en: `and ${rest} more`, id: `dan ${rest} lainnya` }));
    return { text: [head, ...lines].join("\n") };
  },
});

const wrong: Words = {
  en: `Write /spend today or /spend month, with by=provider, model, flow, account or day.`,
  id: `Tulis /biaya hari atau /biaya bulan, dengan per=penyedia, model, alur, akun atau hari.`,
};

function line({ key, calls, inputTokens, outputTokens, costMicroUsd }: AiSpend): string {
  return `• ${key === "" ? "?" : key}: ${money(costMicroUsd)} (${calls} ×, ${inputTokens + outputTokens} tokens)`;
}

function money(costMicroUsd: number): string {
  return `${(costMicroUsd / microUsd).toFixed(4)} USD`;
}
