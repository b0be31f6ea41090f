import { z } from "zod";
import { BotError } from "#core/lib/bot-error.ts";
import { type Json, jsonSchema } from "#core/lib/json.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { Net } from "#core/model/ports/net.ts";
import { type ControlPlace, readControlFile } from "./control-file.ts";

const maxAnswerBytes = 16 * 1_048_576;

const answerSchema = z.union([
  z.object({ result: jsonSchema }),
  z.object({
    error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
  }),
]);

/** Long enough for a bot that is busy; it has nothing to do for this. */
const lookTimeoutMs = 10_000;

/** What a running bot answered. */
export interface ControlAnswer {
  readonly result: Json;
}

interface DataPlace {
  readonly net: Net;
  readonly dataFolder: string;
}

/**
 * Asks the bot that runs on a data folder to do something. Undefined: none runs there, and the command
 * may open the database itself. Throws what the bot refuses with, as if it had been done here, and
 * `CONTROL_UNSURE` if nobody knows whether it was done.
 */
export async function callControl(
  { net, dataFolder }: DataPlace,
  verb: string,
  input: Json,
): Promise<ControlAnswer | undefined> {
  const place = readControlFile(dataFolder);
  if (place === undefined) return undefined;
  const reply = await post(net, place, verb, { input, timeoutMs: minuteMs });
  // Nobody listens there: the file is what a killed process left.
  if (reply.kind === "unsent") return undefined;
  // Nor is it a bot of this data folder that took the port over.
  if (reply.kind === "answer" && reply.status === 401) return undefined;
  const answer = reply.kind === "answer" ? parseAnswer(reply.body) : undefined;
  if (answer === undefined) {
    const reason = reply.kind === "broken" ? reply.reason : "it did not answer as a bot does";
    throw new BotError("CONTROL_UNSURE", `the running bot was asked, and ${reason}`, {
      hint: "Look at its log, and ask again.",
    });
  }
  if ("result" in answer) return { result: answer.result };
  const { code, message, hint } = answer.error;
  throw new BotError(code, message, hint === undefined ? {} : { hint });
}

/** Whether a bot runs on a data folder and takes commands. */
export async function isAnswering({ net, dataFolder }: DataPlace): Promise<boolean> {
  const place = readControlFile(dataFolder);
  if (place === undefined) return false;
  // No bot knows the verb: whose data folder it is lets the question in and says so, or why it is down.
  const reply = await post(net, place, "none", { input: {}, timeoutMs: lookTimeoutMs });
  return reply.kind === "answer" && reply.status !== 401 && parseAnswer(reply.body) !== undefined;
}

function post(
  net: Net,
  { url, token }: ControlPlace,
  verb: string,
  { input, timeoutMs }: { readonly input: Json; readonly timeoutMs: number },
) {
  return net.request({
    method: "POST",
    url: new URL(`/control/v1/${verb}`, url).href,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(input),
    timeoutMs,
    maxBytes: maxAnswerBytes,
  });
}

function parseAnswer(body: string): z.output<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
