import type { Programs } from "#core/engine/programs.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import { isFirst } from "#core/engine/stages/choose-intent.ts";
import { handled, type StageResult } from "#core/engine/stages/stage.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { isVoiceNote, type MessageIn } from "#core/model/message-in.ts";
import { voiceKey } from "#core/model/run.ts";
import { openingRun } from "./held-voice.ts";

/**
 * Holds a voice note where its words are wanted: by the question that the run rests on, or, without
 * a run, by a flow that one may begin. Its file is fetched as every message's is, and then it is written
 * down. Undefined: it is taken as it is.
 */
export function listenTo(
  turn: Turn,
  message: MessageIn,
  deps: {
    readonly settings: EngineSettings;
    readonly programs: Programs;
    readonly newId: () => string;
  },
): StageResult | undefined {
  if (!isVoiceNote(message) || !deps.settings.intake.hearsVoice) return undefined;
  if (turn.channel.fetchMedia === undefined) return undefined;
  if (decideIntake(turn.contact, turn.conversation, turn.now) !== undefined) return undefined;
  const run = turn.foreground;
  const isWanted =
    run === undefined ? deps.programs.flows.hearsVoice : run.wait?.data?.[voiceKey] === true;
  if (!isWanted) return undefined;
  const { id: event, occurredAt: heardAt } = turn.event;
  const held = { kind: "voice", event, message, heardAt, isFirst: isFirst(turn) } as const;
  turn.putRun(run === undefined ? openingRun(turn, held, deps.newId) : { ...run, held });
  return handled("voice-awaited");
}
