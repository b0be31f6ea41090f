import { isMediaEffect, mediaEffect, readConclusion } from "#core/engine/media/media-effect.ts";
import type { Programs } from "#core/engine/programs.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { SystemTexts } from "#core/engine/texts.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { formatByteSize } from "#core/lib/byte-size.ts";
import type { EffectId } from "#core/lib/ids.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { Run } from "#core/model/run.ts";
import { goOn, handled, type Stage, type StageResult } from "./stage.ts";

/** The same trouble with files is told once in this time, not for each file of an album. */
const toldPeriodMs = 10 * minuteMs;

/** What a person is told of a file that is not kept. */
type Trouble = "too-large" | "wrong-type" | "lost";

/** Hears how the fetching of a file ended; what is not kept is recorded and told. */
export function createMediaStage(deps: {
  readonly settings: EngineSettings;
  readonly programs: Programs;
}): Stage {
  const { settings, programs } = deps;
  return {
    name: "media",
    run(turn) {
      const { body } = turn.event;
      if (body.kind !== "result" || !isMediaEffect(body.effect)) return goOn;
      const { state, reason, bytes } = conclude(body.outcome);
      turn.record(`media.${state}`, reason === undefined ? {} : { reason });
      if (state !== "kept") tell(turn, troubleOf(reason), settings);
      const done = handled(`media-${state}`);
      const run = takeHeld(turn, body.effect);
      return run === undefined || bytes === undefined
        ? done
        : goOnWith(turn, run, bytes, programs, done);
    },
  };
}

function conclude(outcome: ActivityOutcome): {
  readonly state: string;
  readonly reason?: string | undefined;
  readonly bytes?: number | undefined;
} {
  const lost = { state: "failed", reason: outcome.kind };
  return outcome.kind === "done" ? (readConclusion(outcome.value) ?? lost) : lost;
}

/** The run that has held the file's message until now; its question is open again. */
function takeHeld(turn: Turn, effect: EffectId): HeldRun | undefined {
  for (const run of turn.runs) {
    const { held, ...rest } = run;
    if (held?.kind !== "file" || mediaEffect(held.event) !== effect) continue;
    turn.putRun(rest);
    return { run: rest, message: held.message };
  }
  return undefined;
}

interface HeldRun {
  readonly run: Run;
  readonly message: MessageIn;
}

/** Gives the run its message, now that it is known how large the file is. */
async function goOnWith(
  turn: Turn,
  { run, message }: HeldRun,
  bytes: number,
  programs: Programs,
  done: StageResult,
): Promise<StageResult> {
  const isSilent = decideIntake(turn.contact, turn.conversation, turn.now) !== undefined;
  const program = isSilent ? undefined : await programs.find(run.revision);
  if (program === undefined || message.kind !== "media") return done;
  const sized = { ...message, media: { ...message.media, bytes } };
  turn.target = { program, run, cause: { kind: "message", message: sized } };
  return goOn;
}

function troubleOf(reason: string | undefined): Trouble {
  return reason === "too-large" || reason === "wrong-type" ? reason : "lost";
}

function tell(turn: Turn, trouble: Trouble, settings: EngineSettings): void {
  if (decideIntake(turn.contact, turn.conversation, turn.now) !== undefined) return;
  const period = Math.floor(turn.now / toldPeriodMs);
  const text = textOf(trouble, turn.texts, settings.intake.mediaMaxBytes);
  turn.sayOnce(`media-${trouble}:${period}`, text);
}

function textOf(trouble: Trouble, texts: SystemTexts, maxBytes: number): string {
  switch (trouble) {
    case "too-large":
      return texts.mediaTooLarge(formatByteSize(maxBytes));
    case "wrong-type":
      return texts.mediaWrongType;
    case "lost":
      return texts.mediaLost;
    default:
      return assertNever(trouble, "media trouble");
  }
}
