import { refusals } from "#core/engine/refusals.ts";
import type { EngineSettings, LoopSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideLoop, type LoopSign } from "#core/gate/decide-loop.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import type { AccountId, ContactId, ConversationId } from "#core/lib/ids.ts";
import { later } from "#core/lib/millis.ts";
import { type MessageIn, messageText } from "#core/model/message-in.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import { goOn, handled, ignored, type Stage, type StageResult } from "./stage.ts";

export interface LoopDeps {
  readonly settings: EngineSettings;
  /** Without them nothing can be looked back at, and no loop is found. */
  readonly records?: Pick<Records, "events" | "sends"> | undefined;
  readonly log: Log;
  /** Hears of a loop that is broken, before the turn is written; may hear of the same again. */
  readonly onLoop?: ((loop: BrokenLoop) => void) | undefined;
}

export interface BrokenLoop {
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly contact: ContactId;
  readonly sign: LoopSign;
}

/** Our messages between two of theirs that are looked at, at most. */
const saidForOne = 4;

/**
 * Breaks a loop of two machines. Texts that come without a pause are counted in the conversation's row; only
 * when there were many is it looked what they and our answers were. Who is found to be a machine is told
 * once and not answered for a while; a tap, START, and a person of ours end that before.
 */
export function createLoopStage(deps: LoopDeps): Stage {
  return {
    name: "loop",
    run(turn) {
      const { body } = turn.event;
      if (body.kind !== "message") return goOn;
      const { message } = body;
      const { loopUntilAt } = turn.conversation;
      if (loopUntilAt !== undefined && turn.now < loopUntilAt) return inSilence(turn, message);
      const { loop } = deps.settings.limits;
      if (loop === undefined) return goOn;
      const count = countFast(turn, message, loop);
      if (count !== (turn.conversation.fastTexts ?? 0))
        turn.changeConversation({ fastTexts: count });
      if (count === 0 || count % loop.after !== 0) return goOn;
      return judge(turn, loop, deps);
    },
  };
}

/** Nobody types there, it was decided; what only a person does shows that somebody does. */
function inSilence(turn: Turn, message: MessageIn): StageResult {
  const interrupt = matchInterrupt(message);
  if (interrupt === "human") return goOn;
  if (message.kind === "text" && interrupt !== "start") return ignored("looping");
  turn.changeConversation({ loopUntilAt: null, fastTexts: 0 });
  turn.record("loop.ended", { reason: message.kind === "text" ? "start" : "tapped" });
  return goOn;
}

/** A machine writes texts: whatever else comes, and whatever comes after a pause, begins anew. */
function countFast({ claim, event }: Turn, message: MessageIn, { pauseMs }: LoopSettings): number {
  if (message.kind !== "text") return 0;
  const { lastInboundAt, fastTexts = 0 } = claim.conversation;
  const isFast = lastInboundAt !== undefined && event.occurredAt - lastInboundAt <= pauseMs;
  return isFast ? fastTexts + 1 : 1;
}

async function judge(
  turn: Turn,
  { after, silentMs }: LoopSettings,
  { records, log, onLoop }: LoopDeps,
): Promise<StageResult> {
  const { id: conversation, account } = turn.conversation;
  const filter = { conversation, limit: after };
  const events = (await records?.events({ ...filter, kind: "message" })) ?? [];
  const sends = (await records?.sends({ ...filter, limit: after * saidForOne })) ?? [];
  const heard = events.flatMap(({ body, receivedAt: at }) =>
    body.kind === "message" ? [{ text: messageText(body.message), at }] : [],
  );
  const said = sends
    .filter(({ state }) => state !== "blocked")
    .map(({ message, queuedAt: at }) => ({ text: messageOutText(message), at }));
  const sign = decideLoop(heard.toReversed(), said.toReversed());
  if (sign === undefined) return goOn;
  turn.cancelRuns();
  turn.cancelSends("looping");
  turn.changeConversation({ loopUntilAt: later(turn.now, silentMs), fastTexts: 0 });
  turn.record("loop.broken", { sign, texts: after });
  turn.say("looping", turn.texts.looping);
  log.warn("loop.broken", { account, conversation, sign, action: refusals.looping.action.en });
  onLoop?.({ account, conversation, contact: turn.contact.id, sign });
  return handled("looping");
}
