import { z } from "zod";
import { jsonSchema } from "#core/lib/json.ts";

/** The name of an event: `order_shipped`, `shop.order-shipped`. */
export const eventNameSchema = z
  .string()
  .max(100)
  .regex(
    /^[a-z][a-z0-9_]*(?:[.-][a-z0-9_]+)*$/,
    "an event's name is small letters, digits and _, with dots between, such as order.shipped",
  );

/**
 * What sets a run off, or moves it, and is no message: a receipt, an event that an outside system or
 * another flow sent, or a moment of a schedule. Flows see name and data as `event`.
 */
export const happeningSchema = z.object({
  kind: z.enum(["status", "signal", "schedule"]),
  /** The event's own name; of a receipt and a schedule their kind. */
  name: z.string().max(200),
  data: z.record(z.string(), jsonSchema),
  /** How many events of flows led to it: flows that wake each other up come to an end. */
  hops: z.number().optional(),
});
export type Happening = z.infer<typeof happeningSchema>;
