import type { EngineSettings } from "#core/engine/settings.ts";
import type { WorldPlan } from "#test/simulation/plan/world-plan.ts";
import type { Directory } from "#test/simulation/world/directory.ts";
import { createAllowedCheck } from "./allowed-to-send.ts";
import { createRestCheck } from "./at-rest.ts";
import { createAwaitedCheck } from "./awaited.ts";
import type { Check, Report } from "./check.ts";
import { createDuplicateCheck } from "./duplicates.ts";
import { createFileCheck } from "./files.ts";
import { createHandledOnceCheck } from "./handled-once.ts";
import { createLedToCheck } from "./led-to.ts";
import { createPaceCheck } from "./pace.ts";
import { createSamePersonCheck } from "./same-person.ts";
import { createScheduleCheck } from "./scheduled.ts";
import { createSendOrderCheck } from "./send-order.ts";
import { createShopCheck } from "./shop.ts";
import { createTimerCheck } from "./timers.ts";
import { createTurnOrderCheck } from "./turn-order.ts";

/** All promises that a world is watched for. */
export function createChecks(
  report: Report,
  directory: Directory,
  { intake, limits, outbox }: EngineSettings,
  bot: WorldPlan["bot"],
): readonly Check[] {
  const { staleAfterMs } = intake;
  return [
    createHandledOnceCheck(report),
    createLedToCheck(report, { staleAfterMs, isScenario: bot === "scenario" }),
    createFileCheck(report),
    createSamePersonCheck(report, directory),
    createTurnOrderCheck(report, directory),
    createSendOrderCheck(report),
    createAllowedCheck(report),
    createPaceCheck(report, limits),
    createDuplicateCheck(report, outbox.graceMs),
    createTimerCheck(report),
    createShopCheck(report),
    createAwaitedCheck(report),
    createScheduleCheck(report),
    createRestCheck(report),
  ];
}
