import { isMediaEffect, readConclusion } from "#core/engine/media/media-effect.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { SystemTexts } from "#core/engine/texts.ts";
import type { Turn } from "#core/engine/turn.ts";
import { findListening, type Listening, letGo } from "#core/engine/voice/held-voice.ts";
import { isVoiceEffect, voiceEffect } from "#core/engine/voice/voice-effect.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import { isVoiceNote, toSpoken } from "#core/model/message-in.ts";
import { heardSchema } from "#core/model/voice.ts";
import { stopContact } from "./interrupt.ts";
import { hearOwnData } from "./own-data.ts";
import { goOn, handled, type Stage, type StageResult } from "./stage.ts";

/** For three tries at the longest note and the waits between them; those at a short one end long before. */
const listenMs = 10 * minuteMs;

/**
 * Has a voice note written down once its file is there, and hears what became of it. Words that came of
 * it go on as if they had just been typed, STOP included; an operator's command is typed, or it is none.
 */
export function createVoiceStage({ settings }: { readonly settings: EngineSettings }): Stage {
  return {
    name: "voice",
    run(turn) {
      const { body } = turn.event;
      if (body.kind !== "result") return goOn;
      const { effect, outcome } = body;
      if (!isVoiceEffect(effect) && !isMediaEffect(effect)) return goOn;
      const run = findListening(turn.runs, effect);
      if (run === undefined) return isVoiceEffect(effect) ? handled("voice-stale") : goOn;
      return isVoiceEffect(effect)
        ? hear(turn, run, outcome, settings)
        : askForWords(turn, run, outcome);
    },
  };
}

/** What becomes of the file itself is the next stage's. */
function askForWords(turn: Turn, run: Listening, outcome: ActivityOutcome): StageResult {
  const { event } = run.held;
  const fetched = outcome.kind === "done" ? readConclusion(outcome.value) : undefined;
  if (fetched?.state !== "kept") {
    letGo(turn, run);
    return goOn;
  }
  turn.addActivity({
    effect: voiceEffect(event),
    run: run.id,
    request: {
      port: "voice",
      name: turn.conversation.account,
      input: { event, language: turn.locale },
    },
    timeoutMs: listenMs,
  });
  return goOn;
}

function hear(
  turn: Turn,
  run: Listening,
  outcome: ActivityOutcome,
  settings: EngineSettings,
): StageResult {
  const { message, heardAt, isFirst } = run.held;
  letGo(turn, run);
  turn.heardAt = heardAt;
  const isSilent = decideIntake(turn.contact, turn.conversation, turn.now) !== undefined;
  const heard = outcome.kind === "done" ? heardSchema.safeParse(outcome.value).data : undefined;
  if (heard === undefined || !isVoiceNote(message)) {
    const reason = outcome.kind === "failed" ? outcome.code : outcome.kind;
    turn.record("voice.not-heard", { reason });
    if (!isSilent) turn.say("voice", textOf(reason, turn.texts));
    return handled(`voice-${reason}`);
  }
  const { provider, seconds } = heard;
  turn.record("voice.heard", { provider, seconds });
  const spoken = toSpoken(message, heard.text);
  const interrupt = matchInterrupt(spoken);
  if (interrupt === "stop") return stopContact(turn, settings.consent.purposes);
  const own = hearOwnData(turn, spoken, interrupt, settings);
  if (own !== undefined) return own;
  if (isSilent) return handled("voice-heard");
  turn.spoken = { message: spoken, isFirst };
  return goOn;
}

function textOf(reason: string, texts: SystemTexts): string {
  return reason === "too_long" || reason === "too_large" ? texts.voiceTooLong : texts.voiceNotHeard;
}
