import { judgeLive, type LivePlace } from "#core/app/active-flows/judge-live.ts";
import type { LiveFlows } from "#core/app/active-flows/open-live.ts";
import { unknownFlow } from "#core/app/active-flows/propose.ts";
import { type FlowFlags, type FlowView, viewFlows } from "#core/app/active-flows/view-flows.ts";
import { printLine } from "#core/app/print.ts";
import { renderFindings } from "#core/app/render-findings.ts";
import { type ComparedStep, compareFlows, type FlowComparison } from "#core/flow/compare-flows.ts";
import type { Program } from "#core/flow/program.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { nearest } from "#core/lib/nearest.ts";

export interface DiffFlags extends FlowFlags {
  readonly json?: boolean | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** How one flow changes, and what becomes of the conversations that are under way in it. */
interface FlowDiff {
  readonly flow: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly steps: FlowComparison;
  readonly live: readonly LivePlace[];
  readonly isLiveCut: boolean;
  /** Ids that `migrate` maps and the active revision does not have. */
  readonly unknownIds: readonly string[];
}

/** `sapa flow diff`: the files against what is active, or one revision against another. */
export function flowDiffCommand(flow: string | undefined, flags: DiffFlags): Promise<number> {
  return viewFlows(flags, async (view) => {
    const { files, live } = view;
    const broken = files.filter(({ program }) => program === undefined);
    const wanted = flow === undefined ? broken : broken.filter((file) => file.flow === flow);
    const diffs: FlowDiff[] = [];
    for (const name of flow === undefined ? namesOf(view) : [flow]) {
      const diff = await diffFlow(name, view, flags);
      if (diff !== undefined) diffs.push(diff);
    }
    if (flags.json === true) {
      const told = { diffs, broken: wanted.map(({ source }) => source.file) };
      printLine(JSON.stringify(told, undefined, 2));
    } else {
      for (const line of diffs.flatMap(toLines)) printLine(line);
      for (const { findings, source } of wanted) {
        printLine(renderFindings(findings, [source], "human"));
      }
      if (diffs.length === 0 && wanted.length === 0) printLine("nothing differs");
      if (live === undefined) printLine("nothing is active yet: the bot has not run on this data");
    }
    return wanted.length === 0 ? 0 : 1;
  });
}

function namesOf({ files, live }: FlowView): readonly string[] {
  const names = files.flatMap(({ program }) => program?.flow ?? []);
  return [...new Set([...names, ...(live?.active.keys() ?? [])])].toSorted();
}

/** Undefined if nothing differs, or the file is broken. */
async function diffFlow(
  flow: string,
  view: FlowView,
  flags: DiffFlags,
): Promise<FlowDiff | undefined> {
  const { files, live } = view;
  const file = files.find((each) => each.flow === flow);
  const active = live?.active.get(flow)?.program;
  if (file === undefined && active === undefined) throw unknownFlow(flow, namesOf(view));
  const from = flags.from === undefined ? active : await findRevision(live, flow, flags.from);
  const isBroken = flags.to === undefined && file !== undefined && file.program === undefined;
  const to = flags.to === undefined ? file?.program : await findRevision(live, flow, flags.to);
  if (isBroken || from?.revision === to?.revision) return undefined;
  return await compare(flow, from, to, live);
}

async function compare(
  flow: string,
  from: Program | undefined,
  to: Program | undefined,
  live: LiveFlows | undefined,
): Promise<FlowDiff> {
  const map = to?.migrate?.map ?? new Map<string, string>();
  const { places, isCut } =
    live === undefined
      ? { places: [], isCut: false }
      : await judgeLive(live.records, flow, to, (revision) => live.load(revision));
  return {
    flow,
    from: from?.revision,
    to: to?.revision,
    steps: compareFlows(sourceOf(from), sourceOf(to), map),
    live: places,
    isLiveCut: isCut,
    unknownIds: from === undefined ? [] : [...map.keys()].filter((id) => !from.targets.has(id)),
  };
}

function sourceOf(program: Program | undefined) {
  return program === undefined ? undefined : { file: program.file, text: program.source };
}

/** A revision that was active once, by its beginning. */
async function findRevision(
  live: LiveFlows | undefined,
  flow: string,
  beginning: string,
): Promise<Program> {
  const rows = (await live?.records.activations({ flow, limit: 1_000 })) ?? [];
  const all = [...new Set(rows.flatMap(({ revision }) => revision ?? []))];
  const found = all.find((revision) => revision.startsWith(beginning));
  const program = found === undefined ? undefined : await live?.load(found);
  if (program !== undefined) return program;
  const known = all.map((revision) => revision.slice(0, 8)).join(", ");
  throw new BotError("USE_WRONG", `no revision of ${flow} begins with "${beginning}"`, {
    hint: known === "" ? "None was active yet." : `There was: ${known}.`,
  });
}

function toLines(diff: FlowDiff): readonly string[] {
  const { flow, from, to, steps, live, unknownIds, isLiveCut } = diff;
  const begin = from === undefined ? "new" : from.slice(0, 8);
  const end = to === undefined ? "taken away" : to.slice(0, 8);
  const total = live.reduce((sum, { count }) => sum + count, 0);
  const ids = [...steps.removed, ...steps.changed].flatMap(({ id }) => id ?? []);
  return [
    `${flow}  ${begin} → ${end}`,
    ...(steps.keys.length === 0 ? [] : [`  ~ ${steps.keys.join(", ")}`]),
    ...steps.removed.map((step) => `  - ${stepText(step)}`),
    ...steps.added.map((step) => `  + ${stepText(step)}`),
    ...steps.changed.map((step) => `  ~ ${stepText(step)}`),
    ...unknownIds.map(
      (id) => `  ! migrate maps "${id}", which ${begin} does not have${meant(id, ids)}`,
    ),
    `  ${total}${isLiveCut ? " and more" : ""} under way`,
    ...live.flatMap(placeLines),
    "",
  ];
}

function stepText({ id, verb, line, was }: ComparedStep): string {
  const renamed = was === undefined ? "" : `, was ${was}`;
  return `${verb}${id === undefined ? "" : ` ${id}`} (line ${line}${renamed})`;
}

function meant(id: string, ids: readonly string[]): string {
  const near = nearest(id, ids);
  return near === undefined ? "" : `: did you mean "${near}"?`;
}

function placeLines({ revision, state, step, fates }: LivePlace): readonly string[] {
  const where =
    state === "queued" ? "waiting to begin" : `at ${step === "" ? "a step without an id" : step}`;
  return fates.map(({ becomes, detail, count }) => {
    const more = detail === "" ? "" : becomes === "moves" ? ` to ${detail}` : ` (${detail})`;
    const words = becomes === "handed-off" ? "handed to a person" : becomes;
    return `    ${count} ${where} of ${revision.slice(0, 8)}: ${words}${more}`;
  });
}
