import type { AiMessage, AiRequest } from "#core/model/ports/ai-provider.ts";
import type { AiAnswer, AiSkipped, AiUnanswered, AskProvider, AskWatch } from "./attempt.ts";
import { protocol } from "./stream-folding.ts";
import type { ToolBox } from "./tools.ts";

/** How often a model may ask for tools before it has to answer. */
const maxRounds = 5;

export type LoopEnd = {
  readonly attempt: AiAnswer | AiUnanswered | AiSkipped;
  /** All that was said up to the answer, for a further question. */
  readonly messages: readonly AiMessage[];
};

/**
 * Asks, runs the calls that the model makes, and asks again with their results, one call after the
 * other, until it answers. After the last round it is asked without tools; who still calls then has
 * failed.
 */
export async function askWithTools(
  ask: AskProvider,
  request: AiRequest,
  box: ToolBox,
  watch: AskWatch,
): Promise<LoopEnd> {
  const messages: AiMessage[] = [...request.messages];
  for (let round = 0; ; round += 1) {
    const hasTools = box.tools.length > 0 && round < maxRounds;
    const tools = hasTools ? { tools: box.tools } : {};
    const attempt = await ask({ ...request, messages: [...messages], ...tools }, watch);
    if (attempt.kind !== "answered" || attempt.calls.length === 0) return { attempt, messages };
    if (!hasTools) return { attempt: overdone(attempt), messages };
    const { text, calls, native } = attempt;
    const said = native === undefined ? {} : { native };
    messages.push({ role: "assistant", text, toolCalls: calls, ...said });
    for (const call of calls) {
      const { content, isError } = await box.run(call, watch.signal);
      messages.push({ role: "tool", callId: call.id, name: call.name, content, isError });
    }
  }
}

function overdone({ usage, text }: AiAnswer): AiUnanswered {
  const failure = protocol("it calls tools and does not answer");
  return { kind: "failed", failure, hasBegun: true, usage, textChars: text.length };
}
