import { readBotFolder } from "#core/app/bot-folder.ts";
import { loadCompiler, loadedCompiler } from "#core/app/load-compiler.ts";
import { freshCatalog } from "#core/app/load-templates.ts";
import { renderFindings, summarizeFindings } from "#core/app/render-findings.ts";
import { loadRevision } from "#core/app/revisions.ts";
import type { Catalog } from "#core/flow/catalog.ts";
import type { Program } from "#core/flow/program.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Activation } from "#core/model/ports/records.ts";
import {
  type ActiveRecords,
  type ActiveSet,
  changesBetween,
  type FlowChange,
  programsOf,
  recordChanges,
  revisionsOf,
  toActiveSet,
} from "./active-flow.ts";
import { type Proposal, proposeFiles, proposeRevision, unknownFlow } from "./propose.ts";

/** How many activations a rollback looks back through. */
const lookBack = 1_000;

export interface ActiveFlowsDeps {
  readonly records: ActiveRecords;
  /** The bot's folder, and what its flows may name. */
  readonly bot: { readonly folder: string; readonly catalog: Catalog };
  readonly clock: Clock;
  readonly log: Log;
  /** Called with what is active from here on, once that is durable. */
  readonly onChange: (programs: readonly Program[]) => void;
}

/**
 * What new conversations begin on. Every change is checked as a whole first; one that does not pass
 * throws `BOT_INVALID` with what is wrong, and what was active stays so. One change at a time.
 */
export interface ActiveFlows {
  readonly set: ActiveSet;
  /** Takes over programs that have passed the check, all of them. */
  use(programs: readonly Program[], how: Activation["how"], who: string): Promise<FlowChanges>;
  /** Takes over the files of these flows, or of all of them. */
  activate(flows: readonly string[] | undefined, who: string): Promise<FlowChanges>;
  /** Brings an earlier revision back: the one before, or one by its beginning. */
  rollback(flow: string, to: string | undefined, who: string): Promise<FlowChanges>;
}

export type FlowChanges = readonly FlowChange[];

export function createActiveFlows(deps: ActiveFlowsDeps, initial: ActiveSet): ActiveFlows {
  const { records, bot, clock, log } = deps;
  let set = initial;
  let last: Promise<unknown> = Promise.resolve();

  /** Behind whatever is being changed. */
  function alone<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  }

  async function change(
    { set: next, findings, files }: Proposal,
    how: Activation["how"],
    who: string,
  ): Promise<FlowChanges> {
    if (next === undefined) {
      const text = renderFindings(findings, files, "human");
      throw new BotError("BOT_INVALID", `${text}\n${summarizeFindings(findings)}`, {
        hint: "Nothing was changed: what was active goes on.",
      });
    }
    const changes = changesBetween(revisionsOf(set), next);
    await recordChanges(records, changes, next, { who, how, clock });
    set = next;
    deps.onChange(programsOf(next));
    for (const { flow, from, to } of changes) log.info("flow.activated", { flow, from, to, how });
    return changes;
  }

  return {
    get set() {
      return set;
    },
    use: (programs, how, who) =>
      alone(() => change({ set: toActiveSet(programs), findings: [], files: [] }, how, who)),
    activate: (flows, who) =>
      alone(async () => {
        await loadCompiler();
        const folder = readBotFolder(bot.folder);
        const { catalog } = freshCatalog(bot, folder);
        return await change(proposeFiles(set, folder.flows, catalog, flows), "activate", who);
      }),
    rollback: (flow, to, who) =>
      alone(async () => {
        const { revision } = await findEarlier(records, set, flow, to);
        const program = await loadRevision(records, revision, log);
        if (program === undefined) throw lost(flow, revision);
        const aside = revisionOfFile(bot, flow) ?? set.get(flow)?.program.revision;
        const left = aside === revision ? undefined : aside;
        return await change(proposeRevision(set, program, left, bot.catalog), "rollback", who);
      }),
  };
}

/** The revision before the active one, or the one that begins like `to`. */
async function findEarlier(
  records: ActiveRecords,
  set: ActiveSet,
  flow: string,
  to: string | undefined,
): Promise<{ readonly revision: RevisionId }> {
  const rows = await records.activations({ flow, limit: lookBack });
  if (rows.length === 0) throw unknownFlow(flow, [...set.keys()]);
  const active = set.get(flow)?.program.revision;
  const all = [...new Set(rows.flatMap((row) => row.revision ?? []))];
  const found =
    to === undefined
      ? all.find((revision) => revision !== active)
      : all.find((revision) => revision.startsWith(to));
  if (found !== undefined) return { revision: found };
  const known = all.map((revision) => revision.slice(0, 8)).join(", ");
  throw new BotError(
    "USE_WRONG",
    to === undefined
      ? `there is no revision of ${flow} before this one`
      : `no revision of ${flow} begins with "${to}"`,
    { hint: `There was: ${known}.` },
  );
}

/** What the flow's file says; undefined if there is none, or it does not pass. */
function revisionOfFile(bot: ActiveFlowsDeps["bot"], flow: string): RevisionId | undefined {
  const folder = readBotFolder(bot.folder);
  const { catalog } = freshCatalog(bot, folder);
  const { programs } = loadedCompiler().compileFlows(folder.flows, catalog);
  return programs.find((program) => program.flow === flow)?.revision;
}

function lost(flow: string, revision: RevisionId): BotError {
  const short = revision.slice(0, 8);
  return new BotError(
    "FLOW_REVISION_LOST",
    `revision ${short} of ${flow} cannot be read any more`,
    {
      hint: "It is of a language that this version does not know; choose another one.",
    },
  );
}
