import { z } from "zod";
import { parseDuration } from "#core/lib/duration.ts";

/** A length of time such as `30s`, `15m`, `2h`, `7d` or `1h30m`, read into milliseconds. */
export const durationSchema = z
  .string()
  .meta({ examples: ["30s", "15m", "2h", "7d"] })
  .superRefine((text, context) => {
    const reading = parseDuration(text);
    if (reading.kind === "bad") {
      const params = { code: "FLOW_DURATION_INVALID" };
      context.addIssue({ code: "custom", message: reading.message, params });
    }
  })
  .transform((text) => {
    const reading = parseDuration(text);
    return reading.kind === "ok" ? reading.value : 0;
  })
  .meta({ id: "duration", description: "A length of time: 30s, 15m, 2h, 7d or 1h30m." });
