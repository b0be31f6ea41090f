import { z } from "zod";
import type { ConversationId } from "#core/lib/ids.ts";
import type { Records } from "#core/model/ports/records.ts";

/** More than one test ever makes. */
const limit = 1_000;
const handoffSchema = z.object({ summary: z.string() });

/** What the newest handoff of a flow told the person who takes over; undefined if there was none. */
export async function findHandoff(
  records: Records,
  conversation: ConversationId,
): Promise<string | undefined> {
  const history = await records.history(conversation, limit);
  const told = history.flatMap(({ what, data }) =>
    what === "handoff.started" ? (handoffSchema.safeParse(data).data ?? []) : [],
  );
  return told[0]?.summary;
}
