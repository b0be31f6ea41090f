import type { Diagram, DiagramList, DiagramStep } from "./diagram.ts";

/** The name of the mark at which runs end by themselves. */
export const stopKey = "stop";
export const startKey = "start";

/** An arrow of a drawing. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly kind: /** To what follows: below, or behind the list that ends here. */
    | "onward"
    /** Into a branch. */
    | "into"
    /** To a step by its id. */
    | "jump"
    /** From the end of a loop's list to the loop. */
    | "again";
}

/** Every arrow of a drawing, in the order of its steps. */
export function findLinks(diagram: Diagram): readonly Link[] {
  const links: Link[] = [];

  /** `after` is where the end of the list leads; `again` if that is another round. */
  function walkList({ steps }: DiagramList, after: string, again: string | undefined): void {
    steps.forEach((step, index) => {
      const below = steps[index + 1]?.key;
      walkStep(step, below ?? after, below === undefined ? again : undefined);
    });
  }

  function walkStep(step: DiagramStep, next: string, again: string | undefined): void {
    const { key: from, onward } = step;
    const goOn = (label: string): Link =>
      again === undefined
        ? { from, to: next, label, kind: "onward" }
        : { from, to: again, label, kind: "again" };
    for (const { label, list } of step.branches) {
      const [first] = list.steps;
      if (list.jump !== undefined) links.push({ from, to: list.jump.key, label, kind: "jump" });
      else if (first !== undefined) links.push({ from, to: first.key, label, kind: "into" });
      if (step.kind === "loop") walkList(list, from, from);
      else walkList(list, next, again);
    }
    for (const { to, label } of step.jumps) links.push({ from, to: to.key, label, kind: "jump" });
    if (onward.kind === "below") links.push(goOn(onward.label ?? ""));
    if (onward.kind === "jump") {
      links.push({ from, to: onward.to.key, label: onward.label ?? "", kind: "jump" });
    }
  }

  const { list, asides } = diagram;
  const first = list.jump?.key ?? list.steps[0]?.key ?? stopKey;
  const kind = list.jump === undefined ? "onward" : "jump";
  links.push({ from: startKey, to: first, label: "", kind });
  walkList(list, stopKey, undefined);
  for (const aside of asides) walkList(aside, stopKey, undefined);
  return links;
}
