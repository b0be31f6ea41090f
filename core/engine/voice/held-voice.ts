import { isHeldFor } from "#core/engine/is-held-for.ts";
import type { Turn } from "#core/engine/turn.ts";
import { type EffectId, revisionId, runId } from "#core/lib/ids.ts";
import { noFlow, type Run } from "#core/model/run.ts";
import { voiceEffect } from "./voice-effect.ts";

/** A run that holds a voice note until it is known what is said in it. */
export type Listening = Run & {
  readonly held: Extract<NonNullable<Run["held"]>, { readonly kind: "voice" }>;
};

/** The run that waits for this file to be fetched, or for these words. */
export function findListening(runs: readonly Run[], effect: EffectId): Listening | undefined {
  return runs.filter(isListening).find((run) => isHeldFor(run, effect));
}

function isListening(run: Run): run is Listening {
  return run.held?.kind === "voice";
}

/** Whether it stands in the foreground for no flow: the note is to begin one. */
function isOpening({ flow }: Run): boolean {
  return flow === noFlow;
}

/**
 * Stands in the foreground while a note that is to begin a flow is written down: so what comes in
 * meanwhile waits, STOP and CANCEL end it, and a crash loses nothing.
 */
export function openingRun(turn: Turn, held: Listening["held"], newId: () => string): Run {
  return {
    id: runId(newId()),
    flow: noFlow,
    revision: revisionId(noFlow),
    state: "resting",
    trigger: "voice",
    position: [],
    slots: {},
    locals: {},
    wait: { kind: "activity", id: voiceEffect(held.event), step: "" },
    held,
    sequence: 1,
    startedAt: turn.now,
  };
}

/** Gives the note away: the run's question is open again, or what stood for no flow is over. */
export function letGo(turn: Turn, run: Listening): void {
  const { held: _held, ...rest } = run;
  if (!isOpening(run)) {
    turn.putRun(rest);
    return;
  }
  const { wait: _wait, ...over } = rest;
  turn.putRun({ ...over, state: "ended" });
}
