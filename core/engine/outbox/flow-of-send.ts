import type { EngineSettings } from "#core/engine/settings.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Send } from "#core/model/send.ts";

/** The flow behind a message, where flows have budgets; else nobody needs to know, and it is not looked for. */
export async function flowOfSend(
  { conversation, run }: Pick<Send, "conversation" | "run">,
  { limits: { budget } }: Pick<EngineSettings, "limits">,
  records: Pick<Records, "runs"> | undefined,
): Promise<string | undefined> {
  if (run === undefined || records === undefined || budget === undefined) return undefined;
  if (Object.keys(budget.flows).length === 0) return undefined;
  return (await records.runs(conversation)).find(({ id }) => id === run)?.flow;
}
