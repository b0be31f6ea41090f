import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import { asList, asMap } from "#core/flow/compile/raw.ts";
import type { Report } from "#core/flow/compile/report.ts";
import { reportProviders } from "#core/flow/compile/report-providers.ts";
import { defaultPurpose } from "#core/flow/schema/flow-schema.ts";
import { nameHint } from "#core/lib/name-hint.ts";

/** Purposes and channels that the flow names are declared in bot.yaml; the file is named after it. */
export function checkCatalogNames({ draft, catalog }: FlowFacts, report: Report): void {
  const top = asMap(draft.source.value) ?? {};
  const purpose = top["purpose"];
  const { purposes, channels } = catalog;
  const wanted =
    typeof purpose === "string" ? purpose : purpose === undefined ? defaultPurpose : undefined;
  if (wanted !== undefined && purposes !== undefined && !purposes.includes(wanted)) {
    report({
      code: "FLOW_PURPOSE_UNKNOWN",
      path: purpose === undefined ? ["flow"] : ["purpose"],
      message: `bot.yaml declares no purpose "${wanted}"`,
      hint: nameHint(wanted, purposes),
    });
  }
  checkVoice(top, catalog, report);
  const names = channels.flatMap((channel) => [channel.account, channel.kind]);
  asList(top["triggers"]).forEach((trigger, index) => {
    const channel = asMap(trigger)?.["channel"];
    if (typeof channel !== "string" || names.length === 0 || names.includes(channel)) return;
    report({
      code: "FLOW_CHANNEL_UNKNOWN",
      path: ["triggers", index, "channel"],
      message: `bot.yaml has no channel "${channel}"`,
      hint: nameHint(channel, [...new Set(names)]),
    });
  });
  for (const [index, trigger] of asList(top["triggers"]).entries()) {
    if (asMap(trigger)?.["intent"] === undefined) continue;
    const owner = ["triggers", index, "intent"];
    const named = { names: [], isList: false, path: owner, verb: "intent", owner };
    reportProviders(named, { wantsJson: false, wantsTools: false }, { catalog, report });
  }
  const file = /([^/\\]+)\.flow\.ya?ml$/.exec(draft.source.file)?.[1];
  if (file !== undefined && draft.flow !== undefined && file !== draft.flow) {
    report({
      code: "FLOW_FILE_NAME",
      severity: "warning",
      path: ["flow"],
      message: `the flow is called "${draft.flow}" and its file "${file}"`,
      hint: `name the file ${draft.flow}.flow.yaml`,
    });
  }
}

function checkVoice(
  top: Readonly<Record<string, unknown>>,
  { ai }: FlowFacts["catalog"],
  report: Report,
): void {
  if (top["voice"] !== true || ai?.hearsVoice !== false) return;
  report({
    code: "FLOW_VOICE_UNHEARD",
    path: ["voice"],
    message: "bot.yaml names nobody who writes voice notes down",
    hint: "name a provider that can: ai: { voice: { provider: … } }",
  });
}
