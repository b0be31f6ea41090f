import type { Catalog } from "#core/flow/catalog.ts";
import { compileFlow, draftFlow } from "#core/flow/compile/compile-flow.ts";
import type { FlowSource } from "#core/flow/compile-flows.ts";
import { type Finding, sortFindings } from "#core/flow/finding.ts";
import { mainList, type Program } from "#core/flow/program.ts";
import { readDocument } from "#core/flow/read/read-document.ts";
import { readYaml, type YamlPath, type YamlSource } from "#core/flow/read/yaml-source.ts";
import type { BroadcastPlan } from "./broadcast-plan.ts";
import { type BroadcastInput, broadcastSchema } from "./broadcast-schema.ts";

export interface BroadcastReading {
  /** Absent if the file has an error. */
  readonly plan?: BroadcastPlan;
  /** In source order. */
  readonly findings: readonly Finding[];
}

/** The steps that a broadcast's message may be: they say one thing and wait for nothing. */
const messageVerbs: readonly string[] = ["template", "say", "send"];

/** Judged where the file says nothing. */
const defaultStop = { failures: 0.1, optOuts: 0.05, after: 50 };

/**
 * Reads and checks a broadcast's file. Its message and its audience are those of a flow with one step
 * and one schedule, which is how they are compiled: the same language, checks and limits.
 */
export function readBroadcast({ file, text }: FlowSource, catalog: Catalog): BroadcastReading {
  const source = readYaml(file, text);
  const { value, findings } = readDocument<BroadcastInput>(broadcastSchema, source, {
    area: "BROADCAST",
  });
  if (value === undefined || hasError(findings)) return { findings };
  const { program, findings: found } = compileFlow(
    draftFlow(asFlow(source, value)),
    catalog,
    undefined,
  );
  // Who cannot be written to freely is counted in the plan, and left out.
  const own = found.filter(({ code }) => code !== "FLOW_WINDOW_CLOSED");
  const all = sortFindings([...findings, ...own, ...findOthers(source, value, catalog, program)]);
  const trigger = program?.triggers[0]?.match;
  if (program === undefined || trigger?.kind !== "schedule" || hasError(all)) {
    return { findings: all };
  }
  const { stop_at: stop = {}, rate, account, broadcast: name, purpose } = value;
  const plan: BroadcastPlan = {
    name,
    purpose,
    account,
    program,
    audience: trigger.audience,
    rate,
    stopAt: {
      failures: stop.failures ?? defaultStop.failures,
      optOuts: stop.opt_outs ?? defaultStop.optOuts,
      after: stop.after ?? defaultStop.after,
    },
  };
  return { plan, findings: all };
}

function findOthers(
  source: YamlSource,
  { account }: BroadcastInput,
  { channels }: Catalog,
  program: Program | undefined,
): readonly Finding[] {
  const findings: Finding[] = [];
  const names = channels.map((channel) => channel.account);
  if (account !== undefined && names.length > 0 && !names.includes(account)) {
    const message = `the bot has no account "${account}"`;
    const hint = `write ${names.join(" or ")}`;
    const at = source.at(["account"]);
    findings.push({ code: "BROADCAST_ACCOUNT_UNKNOWN", severity: "error", at, message, hint });
  }
  const verb = program?.lists.get(mainList)?.[0]?.verb;
  if (verb !== undefined && !messageVerbs.includes(verb)) {
    const message = `a broadcast sends one message, and "${verb}" is another step`;
    const hint = `write ${messageVerbs.join(", ")}`;
    const at = source.at(["message"]);
    findings.push({ code: "BROADCAST_MESSAGE", severity: "error", at, message, hint });
  }
  return findings;
}

/** The file as the flow that it stands for; positions are those of the file. */
function asFlow(
  source: YamlSource,
  { broadcast, purpose, reads, audience, message }: BroadcastInput,
) {
  const trigger = { schedule: "0 0 1 1 *", audience: audience ?? "true" };
  const value = {
    flow: broadcast,
    format: 1,
    purpose,
    ...(reads === undefined ? {} : { reads }),
    triggers: [trigger],
    steps: [message],
  };
  const flow: YamlSource = {
    ...source,
    value,
    findings: [],
    at: (path, part) => source.at(ownPath(path), part),
    stringPosition: (path, start, end) => source.stringPosition(ownPath(path), start, end),
  };
  return flow;
}

function ownPath([first, , ...rest]: YamlPath): YamlPath {
  if (first === "steps") return ["message", ...rest];
  if (first === "triggers") return ["audience"];
  return first === "purpose" || first === "reads" ? [first] : ["broadcast"];
}

function hasError(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
