/** @jsxImportSource hono/jsx */
import { raw } from "hono/html";
import type { ActiveSource, LastSave } from "#core/console/bot-view.ts";
import type { Words } from "#core/console/words.ts";
import type { StepMark } from "#core/flow/diagram/render-mark.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { LiveRunCount } from "#core/model/ports/records.ts";
import type { FlowDrawings } from "./draw-flow.ts";

interface FlowProps {
  readonly flow: ActiveSource | undefined;
  /** The step that the looked-at person's run rests at. */
  readonly here: string | undefined;
  readonly runs: readonly LiveRunCount[];
  readonly save: LastSave;
  readonly words: Words;
}

/** What the last save said; an error in it keeps what was there before. */
export function FlowFindings({ save: { findings }, words }: FlowProps) {
  if (findings.length === 0) return null;
  const isTaken = findings.every(({ severity }) => severity !== "error");
  return (
    <div class={isTaken ? "note" : "note bad"} role="status">
      <p>{isTaken ? words.taken : words.notTaken}</p>
      <ul>
        {findings.map(({ at, message, hint }) => (
          <li>
            <code>{`${at.file}:${at.line}:${at.column}`}</code>
            {` ${message}`}
            {hint === undefined ? null : <small>{` ${hint}`}</small>}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function FlowDrawing(props: FlowProps & { readonly drawings: FlowDrawings }) {
  const { flow, here, runs, words, drawings } = props;
  if (flow === undefined) return <p>{words.noFlow}</p>;
  const svg = drawings.draw(flow, marksOf(flow, here, runs));
  const place = here === undefined || here === "" ? words.restsNowhere : words.restsAt(here);
  return (
    <>
      <p class="hidden">{place}</p>
      {svg === undefined ? <p>{words.noDrawing}</p> : raw(svg)}
    </>
  );
}

/** Runs of older revisions rest at steps of the same name, if there is one. */
function marksOf(
  { flow }: ActiveSource,
  here: string | undefined,
  runs: readonly LiveRunCount[],
): ReadonlyMap<string, StepMark> {
  const marks = new Map<string, StepMark>();
  for (const run of runs) {
    if (run.flow !== flow || run.step === "") continue;
    const count = (marks.get(run.step)?.count ?? 0) + run.count;
    marks.set(run.step, { isHere: run.step === here, count });
  }
  return marks;
}

/** The flow's file, line by line; as it is on disk where that was not taken. */
export function FlowCode({ flow, save }: FlowProps) {
  if (flow === undefined) return null;
  const mine = save.findings.filter(({ at }) => at.file === flow.file);
  const saved = mine.length === 0 ? undefined : save.files.find(({ file }) => file === flow.file);
  const lines = (saved?.text ?? flow.source).replace(/\n$/, "").split("\n");
  return (
    <ol class="code">
      {lines.map((line, index) => (
        <Line number={index + 1} text={line} findings={mine} />
      ))}
    </ol>
  );
}

interface LineProps {
  readonly number: number;
  readonly text: string;
  readonly findings: readonly Finding[];
}

function Line({ number, text, findings }: LineProps) {
  const here = findings.filter(({ at }) => at.line === number);
  return (
    <li id={`line-${number}`} class={here.length === 0 ? undefined : "bad"} tabindex={-1}>
      <code>{text}</code>
      {here.map(({ message }) => (
        <em>{message}</em>
      ))}
    </li>
  );
}
