import { z } from "zod";
import type { NetworkAct } from "#core/model/ports/simulator.ts";

const actSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string().min(1).max(4_096) }),
  z.object({ kind: z.literal("choice"), choice: z.string().min(1).max(200) }),
  z.object({ kind: z.literal("reaction"), emoji: z.string().max(32) }),
]);

/** What a form says that the person does; undefined if it is nothing that they can do. */
export function readAct(fields: unknown): NetworkAct | undefined {
  return actSchema.safeParse(fields).data;
}
