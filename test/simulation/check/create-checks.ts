import type { EngineSettings } from "#core/engine/settings.ts";
import type { Directory } from "#test/simulation/world/directory.ts";
import { createAllowedCheck } from "./allowed-to-send.ts";
import { createRestCheck } from "./at-rest.ts";
import type { Check, Report } from "./check.ts";
import { createDuplicateCheck } from "./duplicates.ts";
import { createHandledOnceCheck } from "./handled-once.ts";
import { createPaceCheck } from "./pace.ts";
import { createSendOrderCheck } from "./send-order.ts";
import { createTimerCheck } from "./timers.ts";
import { createTurnOrderCheck } from "./turn-order.ts";

/** All promises that a world is watched for. */
export function createChecks(
  report: Report,
  directory: Directory,
  settings: EngineSettings,
): readonly Check[] {
  return [
    createHandledOnceCheck(report),
    createTurnOrderCheck(report, directory),
    createSendOrderCheck(report),
    createAllowedCheck(report),
    createPaceCheck(report, settings.limits),
    createDuplicateCheck(report, settings.outbox.graceMs),
    createTimerCheck(report),
    createRestCheck(report),
  ];
}
