import { Hono } from "hono";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import { answerAndClose, answerJson, answerUnauthorized } from "./answers.ts";
import { hasToken } from "./bearer-token.ts";
import type { ControlVerb } from "./control-verb.ts";
import { Deadlines } from "./deadlines.ts";
import { readBody } from "./read-body.ts";

/** Largest input of a verb, in bytes: a file of 100,000 opt-ins. */
export const maxInputBytes = 16 * 1_048_576;
const bodyDeadlineMs = 10_000;

export interface ControlAppDeps {
  /** Who has it may do everything: it is read from a file that only the bot's user can read. */
  readonly token: string;
  readonly verbs: Pick<ReadonlyMap<string, ControlVerb>, "get">;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The face to commands on this machine, served on loopback alone: `POST /control/v1/<verb>` with the
 * verb's input as JSON gives `{ result }`, or `{ error: { code, message, hint } }` where the verb refuses.
 */
export function createControlApp(deps: ControlAppDeps): Hono {
  const deadlines = new Deadlines(deps.clock, bodyDeadlineMs);
  const app = new Hono();
  app.post("/control/v1/:verb", async (context) => {
    if (!hasToken(context.req.raw, [deps.token])) return answerUnauthorized();
    const name = context.req.param("verb");
    const verb = deps.verbs.get(name);
    if (verb === undefined) return refuse(404, "CONTROL_UNKNOWN", `there is no verb ${name}`);
    const reading = await readBody(context.req.raw, maxInputBytes, deadlines);
    if (reading.kind === "too-large") return refuseSize();
    if (reading.kind !== "read") return answerAndClose(400, "the input ended early");
    return await runVerb(deps, name, verb, new TextDecoder().decode(reading.bytes));
  });
  app.notFound(() => refuse(404, "CONTROL_UNKNOWN", "not found"));
  return app;
}

async function runVerb(
  { log }: ControlAppDeps,
  name: string,
  verb: ControlVerb,
  text: string,
): Promise<Response> {
  try {
    const result: Json = await verb(text);
    return answerJson(200, { result });
  } catch (error) {
    if (error instanceof BotError) {
      const status = error.retry === "later" ? 503 : 422;
      return refuse(status, String(error.code), error.message, error.hint);
    }
    log.error("control.failed", { verb: name, error: errorText(error) });
    return refuse(500, "CONTROL_FAILED", errorText(error));
  }
}

/** The rest of the input was not read: the connection cannot go on. */
function refuseSize(): Response {
  const message = `the input is over ${maxInputBytes} bytes`;
  const answer = refuse(413, "CONTROL_INPUT", message, "Hand it in in parts.");
  answer.headers.set("connection", "close");
  return answer;
}

function refuse(status: number, code: string, message: string, hint?: string): Response {
  return answerJson(status, { error: { code, message, ...(hint === undefined ? {} : { hint }) } });
}
