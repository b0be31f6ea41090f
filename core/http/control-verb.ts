import type { z } from "zod";
import { BotError } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";

/** Takes its input as JSON text and gives its result; throws a `BotError` that the caller is told. */
export type ControlVerb = (input: string) => Promise<Json>;

/** A verb whose input is held to a schema. Throws `CONTROL_INPUT` for what does not fit. */
export function defineControlVerb<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Json>,
): ControlVerb {
  return async (text) => {
    const parsed = schema.safeParse(parse(text));
    if (parsed.success) return await run(parsed.data);
    const [issue] = parsed.error.issues;
    const path = issue?.path.join(".") ?? "";
    throw new BotError("CONTROL_INPUT", `${path}: ${issue?.message ?? "not as wanted"}`, {
      hint: "The command and the running bot are of different versions: restart the bot.",
    });
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
