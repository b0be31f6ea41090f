import { z } from "zod";
import {
  costOf,
  readSpend,
  type SpendKind,
  type SpendLine,
  sumSpend,
  untilNow,
} from "#core/engine/queries/read-spend.ts";
import { defineCommand } from "#core/ops/command.ts";
import type { CommandContext } from "#core/ops/context.ts";
import type { Words } from "#core/ops/language.ts";
import { readSince } from "#core/ops/read-since.ts";

const shown = 10;
const microUsd = 1_000_000;

/** The words of either language, by what they mean. */
const kinds = new Map<string, SpendKind>([
  ["provider", "provider"],
  ["penyedia", "provider"],
  ["contact", "contact"],
  ["kontak", "contact"],
  ["flow", "flow"],
  ["alur", "flow"],
  ["account", "account"],
  ["akun", "account"],
  ["day", "day"],
  ["hari", "day"],
]);

/** `/spend`: what messages and AI cost in this day or month of the business, or since a moment. */
export const spend = defineCommand({
  id: "spend",
  words: [{ en: "spend", id: "biaya" }],
  about: { en: "what messages and AI cost", id: "biaya pesan dan AI" },
  role: "viewer",
  args: [
    {
      name: "period",
      words: { en: "today|month|7d|2026-11-01", id: "hari|bulan|7d|2026-11-01" },
      isOptional: true,
    },
    { name: "by", words: { en: "by", id: "per" }, isNamed: true, isOptional: true },
  ],
  input: z.strictObject({
    period: z.string().default("today"),
    by: z.string().default("account"),
  }),
  async look(input, context) {
    const { records, at, timeZone, say, priceCards } = context;
    const by = kinds.get(input.by.toLowerCase());
    const since = readSince(input.period, at, timeZone);
    if (since === undefined || by === undefined) return { text: say(wrong) };
    const question = { by, from: since.from, until: untilNow(at), timeZone };
    const found = await readSpend(records, question);
    const lines = found.slice(0, shown).map((item) => lineOf(item, context));
    const rest = found.length - lines.length;
    if (rest > 0) lines.push(say({ en: `and ${rest} more`, id: `dan ${rest} lainnya` }));
    const cards = priceCards.map(({ account, asOf, source }) =>
      say({
        en: `Prices of ${account}: ${asOf}, ${source}.`,
        id: `Harga ${account}: ${asOf}, ${source}.`,
      }),
    );
    const head = `${say(since.words)}: ${headOf(sumSpend(found), context)}`;
    return { text: [head, ...lines, ...cards].join("\n") };
  },
});

const wrong: Words = {
  en: "Write /spend today, month, 7d or 2026-11-01, with by=account, contact, flow, provider or day.",
  id: "Tulis /biaya hari, bulan, 7d atau 2026-11-01, dengan per=akun, kontak, alur, penyedia atau hari.",
};

/** `1.2345 USD. Messages 1.0000 USD (40, 30 free). AI 0.2345 USD (12 calls).` */
function headOf(sum: SpendLine, { say }: Pick<CommandContext, "say">): string {
  const { messages, free, untold, calls } = sum;
  const unknown =
    untold === 0
      ? ""
      : say({ en: `, ${untold} without a price yet`, id: `, ${untold} belum ada harganya` });
  return say({
    en: `${money(costOf(sum))}. Messages ${money(sum.messageMicroUsd)} (${messages}, ${free} free${unknown}). AI ${money(sum.aiMicroUsd)} (${calls} calls).`,
    id: `${money(costOf(sum))}. Pesan ${money(sum.messageMicroUsd)} (${messages}, ${free} gratis${unknown}). AI ${money(sum.aiMicroUsd)} (${calls} panggilan).`,
  });
}

function lineOf(line: SpendLine, { say }: Pick<CommandContext, "say">): string {
  const { key, messages, calls, tokens } = line;
  const name = key === "" ? say({ en: "other", id: "lainnya" }) : key;
  const parts = [
    ...(messages === 0 ? [] : [say({ en: `${messages} messages`, id: `${messages} pesan` })]),
    ...(calls === 0 ? [] : [`AI ${calls} ×, ${tokens} ${say({ en: "tokens", id: "token" })}`]),
  ];
  return `• ${name}: ${money(costOf(line))} (${parts.join("; ")})`;
}

function money(costMicroUsd: number): string {
  return `${(costMicroUsd / microUsd).toFixed(4)} USD`;
}
