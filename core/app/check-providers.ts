import { z } from "zod";
import { errorText } from "#core/lib/bot-error.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { OpenProviders } from "./open-providers.ts";

/** How a provider of bot.yaml is, on this machine and at this moment. */
export const providerReportSchema = z.object({
  name: z.string(),
  /** Undefined: it could not be made. */
  model: z.string().optional(),
  /** What is wrong and what to do; undefined: it works. */
  problem: z.string().optional(),
  leavesHost: z.boolean().optional(),
  actsAsUser: z.boolean().optional(),
  cost: z.enum(["metered", "free", "licence"]).optional(),
  /** The day of the price; undefined: it costs nothing by the token, or nobody knows what. */
  priceAsOf: z.string().optional(),
});
export type ProviderReport = z.infer<typeof providerReportSchema>;

const patientMs = 20 * secondMs;

/** Probes every provider, side by side, each within `timeoutMs`; by name. */
export async function checkProviders(
  { providers, missing }: Pick<OpenProviders, "providers" | "missing">,
  clock: Clock,
  timeoutMs: number = patientMs,
): Promise<readonly ProviderReport[]> {
  const made = [...providers].map(async ([name, provider]): Promise<ProviderReport> => {
    const problem = await probe(provider, clock, timeoutMs);
    const { capabilities, model, price } = provider;
    return {
      name,
      model,
      ...(problem === undefined ? {} : { problem }),
      leavesHost: capabilities.dataLeavesHost,
      actsAsUser: capabilities.actsAsUser,
      cost: capabilities.cost,
      ...(price === undefined ? {} : { priceAsOf: price.asOf }),
    };
  });
  const unmade = [...missing].map(([name, problem]): ProviderReport => ({ name, problem }));
  const all = [...(await Promise.all(made)), ...unmade];
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function probe(
  provider: AiProvider,
  clock: Clock,
  timeoutMs: number,
): Promise<string | undefined> {
  const limit = new AbortController();
  const late = Promise.withResolvers<string>();
  const cancel = clock.after(timeoutMs, () => {
    limit.abort();
    late.resolve(`it does not answer within ${timeoutMs / secondMs} s`);
  });
  const probing = Promise.try(() => provider.probe(limit.signal)).catch(errorText);
  return await Promise.race([probing, late.promise]).finally(cancel);
}

/** The lines that a person reads. */
export function renderProviders(reports: readonly ProviderReport[]): readonly string[] {
  const width = Math.max(0, ...reports.map(({ name }) => name.length));
  return reports.map((report) => {
    const { name, model, problem } = report;
    const head = `${problem === undefined ? "✓" : "✗"} ${name.padEnd(width)}  `;
    const notes = [model, ...notesOf(report)].filter((note) => note !== undefined).join(", ");
    const body = [notes, problem].filter((part) => part !== undefined && part !== "");
    return `${head}${body.join("\n    ")}`;
  });
}

function notesOf({ leavesHost, actsAsUser, cost, priceAsOf }: ProviderReport): readonly string[] {
  return [
    ...(leavesHost === true ? ["text leaves this machine"] : []),
    ...(leavesHost === false ? ["text stays on this machine"] : []),
    ...(actsAsUser === true ? ["answers as a signed-in person"] : []),
    ...(priceAsOf === undefined ? [] : [`price of ${priceAsOf}`]),
    ...(cost === "metered" && priceAsOf === undefined ? ["its price is not known"] : []),
  ];
}
