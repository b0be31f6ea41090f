import type { AiEvent } from "sapa/plugin";
import { z } from "zod";
import { cleanStart, cleanText } from "./clean-text.ts";

const attributionSchema = z.object({
  attributionType: z.string().optional(),
  providerDisplayName: z.string().nullish(),
  seeMoreWebUrl: z.string().nullish(),
});

const conversationSchema = z.object({
  state: z.string().optional().catch(undefined),
  turnCount: z.number().catch(0),
  messages: z
    .array(
      z.object({
        text: z.string().catch(""),
        attributions: z.array(attributionSchema).nullish().catch(undefined),
        sensitivityLabel: z
          .object({ isEncrypted: z.boolean().nullish() })
          .nullish()
          .catch(undefined),
      }),
    )
    .catch([]),
});
type Conversation = z.infer<typeof conversationSchema>;

/**
 * Reads the updates of one turn. Each repeats the whole answer so far; what was said before is told
 * no second time, and what changed takes its place. Only the last one has a turn count: without it
 * the answer broke off, and this returns false. Text that is no JSON throws `SyntaxError`.
 */
export async function* readConversation(
  updates: AsyncIterable<string>,
  id: string,
): AsyncGenerator<AiEvent, boolean, void> {
  let told = "";
  for await (const data of updates) {
    const { data: update } = conversationSchema.safeParse(JSON.parse(data));
    if (update === undefined) continue;
    const isLast = update.turnCount >= 1;
    if (isLast && isWithheld(update)) {
      if (told !== "") yield { kind: "replace", text: "" };
      yield { kind: "done", reason: "refused", ...goingOn(update, id) };
      return true;
    }
    const text = isLast ? cleanText(answerOf(update, 2)) : cleanStart(answerOf(update, 1));
    if (text !== "" && text !== told) {
      yield text.startsWith(told)
        ? { kind: "text", text: text.slice(told.length) }
        : { kind: "replace", text };
      told = text;
    }
    if (!isLast) continue;
    yield* citationsOf(update);
    yield { kind: "done", reason: "stop", conversation: id };
    return true;
  }
  return false;
}

/** The last message; the last update begins with the question's echo, so it has two at least. */
function answerOf({ messages }: Conversation, least: number): string {
  return messages.length < least ? "" : (messages.at(-1)?.text ?? "");
}

/** Microsoft broke off, or the answer is labelled for that person's eyes in its own programs. */
function isWithheld({ state, messages }: Conversation): boolean {
  return state === brokenOff || messages.at(-1)?.sensitivityLabel?.isEncrypted === true;
}

/** A conversation that was broken off takes no more questions: the next one begins anew. */
function goingOn({ state }: Conversation, id: string) {
  return state === brokenOff ? {} : { conversation: id };
}

const brokenOff = "disengagedForRai";

function* citationsOf({ messages }: Conversation): Generator<AiEvent, void, void> {
  for (const item of messages.at(-1)?.attributions ?? []) {
    const { attributionType, providerDisplayName, seeMoreWebUrl } = item;
    if (attributionType !== "citation" || typeof seeMoreWebUrl !== "string") continue;
    yield { kind: "citation", title: providerDisplayName ?? seeMoreWebUrl, url: seeMoreWebUrl };
  }
}
