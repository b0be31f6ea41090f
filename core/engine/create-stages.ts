import type { TakeFlowStart } from "./flow-limit.ts";
import type { OperatorDesk } from "./operator-desk.ts";
import type { Programs } from "./programs.ts";
import type { EngineSettings } from "./settings.ts";
import { createAdmitStage } from "./stages/admit.ts";
import { createAdvanceStage } from "./stages/advance.ts";
import { createGateStage } from "./stages/gate.ts";
import { createIdentityStage } from "./stages/identity.ts";
import { createInterruptStage } from "./stages/interrupt.ts";
import { createLimitStage } from "./stages/limit.ts";
import { createLoopStage, type LoopDeps } from "./stages/loop.ts";
import { createMediaStage } from "./stages/media.ts";
import { createMigrateStage } from "./stages/migrate.ts";
import { createRouteStage } from "./stages/route.ts";
import type { Stage } from "./stages/stage.ts";
import { createVoiceStage } from "./stages/voice.ts";

/** The way of an event through its conversation's turn, in order. */
export function createStages(
  deps: {
    readonly settings: EngineSettings;
    readonly programs: Programs;
    readonly desk: OperatorDesk;
    readonly newId: () => string;
    readonly seed: () => number;
    readonly takeFlowStart: TakeFlowStart;
  } & Omit<LoopDeps, "settings">,
): readonly Stage[] {
  return [
    createIdentityStage(deps.settings),
    createAdmitStage(deps.settings),
    createMigrateStage(deps),
    createVoiceStage(deps),
    createMediaStage(deps),
    createInterruptStage(deps),
    createLoopStage(deps),
    createLimitStage(deps.settings),
    createRouteStage(deps),
    createGateStage(deps.settings),
    createAdvanceStage(deps),
  ];
}
