import { endDenied } from "#core/engine/end-denied.ts";
import type { Programs } from "#core/engine/programs.ts";
import type { RouteTarget } from "#core/engine/route-target.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { findOwnInterrupt } from "#core/flow/compile/own-interrupt.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import type { MessageIn } from "#core/model/message-in.ts";

/**
 * Where a word of the foreground run's own flow leads; it wins over `help`, `cancel` and `menu`, and
 * over nothing that acts in every state. Undefined: the message is none.
 */
export async function actOnOwnInterrupt(
  turn: Turn,
  message: MessageIn,
  { programs, settings }: { readonly programs: Programs; readonly settings: EngineSettings },
): Promise<RouteTarget | undefined> {
  const run = turn.foreground;
  if (run === undefined || run.wait?.kind === "handoff") return undefined;
  if (decideIntake(turn.contact, turn.conversation, turn.now) !== undefined) return undefined;
  const program = await programs.find(run.revision);
  const own = program === undefined ? undefined : findOwnInterrupt(program.interrupts, message);
  if (program === undefined || own === undefined || matchInterrupt(message) === "human") {
    return undefined;
  }
  if (endDenied(turn, run, program, settings)) return undefined;
  return { program, run, cause: { kind: "interrupt", name: own.name, message } };
}
