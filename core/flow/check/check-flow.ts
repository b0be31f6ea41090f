import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { Report } from "#core/flow/compile/report.ts";
import { checkAsides } from "./check-asides.ts";
import { checkCatalogNames } from "./check-catalog-names.ts";
import { checkIds } from "./check-ids.ts";
import { checkLoops } from "./check-loops.ts";
import { checkNames } from "./check-names.ts";
import { checkReach } from "./check-reach.ts";
import { checkReceipts } from "./check-receipts.ts";
import { checkSecretAnswers } from "./check-secret-answers.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkSize } from "./check-size.ts";
import { checkTargets } from "./check-targets.ts";
import { checkWindow } from "./check-window.ts";

/** One check of a flow. */
type Check = (flow: FlowFacts, report: Report) => void;

/** Checks that look at what stands in the file. */
const always: readonly Check[] = [
  checkSize,
  checkIds,
  checkTargets,
  checkNames,
  checkCatalogNames,
  checkSecrets,
];

/** Checks that follow the ways of a run: they would guess if a step could not be read. */
const ofWays: readonly Check[] = [
  checkReach,
  checkAsides,
  checkLoops,
  checkWindow,
  checkReceipts,
  checkSecretAnswers,
];

/** Runs every check of a single flow. */
export function checkFlow(flow: FlowFacts, report: Report): void {
  for (const check of always) check(flow, report);
  if (!flow.draft.outline.isWhole) return;
  for (const check of ofWays) check(flow, report);
}
