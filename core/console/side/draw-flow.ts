import type { ActiveSource } from "#core/console/bot-view.ts";
import type { Diagram } from "#core/flow/diagram/diagram.ts";
import { readDiagram } from "#core/flow/diagram/read-diagram.ts";
import type { StepMark } from "#core/flow/diagram/render-mark.ts";
import { renderSvg } from "#core/flow/diagram/render-svg.ts";

/** Flows that are kept read; older ones are read anew. */
const maxKept = 50;

/** Drawings of flows. Reading one takes longer than drawing it, so it is read once a revision. */
export interface FlowDrawings {
  /** The flow as an SVG for a page, each step a link to its line there; undefined if it has a mistake. */
  draw(source: ActiveSource, marks: ReadonlyMap<string, StepMark>): string | undefined;
}

export function createFlowDrawings(): FlowDrawings {
  const read = new Map<string, Diagram | undefined>();

  function diagramOf({ revision, file, source }: ActiveSource): Diagram | undefined {
    if (read.has(revision)) return read.get(revision);
    const { diagram } = readDiagram({ file, text: source });
    read.set(revision, diagram);
    const [oldest] = read.keys();
    if (read.size > maxKept && oldest !== undefined) read.delete(oldest);
    return diagram;
  }

  return {
    draw(source, marks) {
      const diagram = diagramOf(source);
      if (diagram === undefined) return undefined;
      return renderSvg(diagram, ({ line }) => `#line-${line}`, { isInline: true, marks });
    },
  };
}
