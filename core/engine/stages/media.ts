import { isMediaEffect, readConclusion } from "#core/engine/media/media-effect.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { SystemTexts } from "#core/engine/texts.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { formatByteSize } from "#core/lib/byte-size.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import { goOn, handled, type Stage } from "./stage.ts";

/** The same trouble with files is told once in this time, not for each file of an album. */
const toldPeriodMs = 10 * minuteMs;

/** What a person is told of a file that is not kept. */
type Trouble = "too-large" | "wrong-type" | "lost";

/** Hears how the fetching of a file ended; what is not kept is recorded and told. */
export function createMediaStage(settings: EngineSettings): Stage {
  return {
    name: "media",
    run(turn) {
      const { body } = turn.event;
      if (body.kind !== "result" || !isMediaEffect(body.effect)) return goOn;
      const { state, reason } = conclude(body.outcome);
      turn.record(`media.${state}`, reason === undefined ? {} : { reason });
      if (state !== "kept") tell(turn, troubleOf(reason), settings);
      return handled(`media-${state}`);
    },
  };
}

function conclude(outcome: ActivityOutcome): {
  readonly state: string;
  readonly reason?: string | undefined;
} {
  const lost = { state: "failed", reason: outcome.kind };
  return outcome.kind === "done" ? (readConclusion(outcome.value) ?? lost) : lost;
}

function troubleOf(reason: string | undefined): Trouble {
  return reason === "too-large" || reason === "wrong-type" ? reason : "lost";
}

function tell(turn: Turn, trouble: Trouble, settings: EngineSettings): void {
  if (decideIntake(turn.contact, turn.conversation) !== undefined) return;
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
