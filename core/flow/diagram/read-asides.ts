import { asList, asMap } from "#core/flow/compile/raw.ts";
import type { YamlSource } from "#core/flow/read/yaml-source.ts";
import { plain } from "./describe-step.ts";
import type { DiagramList, DiagramStep, DiagramTarget } from "./diagram.ts";
import { fallsOut } from "./falls-out.ts";

/** How the steps of a flow are read. */
interface Steps {
  readonly list: (name: string) => DiagramList | undefined;
  readonly target: (id: string) => DiagramTarget | undefined;
}

/** What begins elsewhere in a flow, each with its way in: interrupts, `on_error`, `on_cancel`. */
export function readAsides(source: YamlSource, steps: Steps): readonly DiagramList[] {
  return [
    ...readInterrupts(source, steps),
    ...lastWords.flatMap(({ key, about, end }) => {
      const list = steps.list(key);
      return list === undefined ? [] : [withEnds(list, key, about, end, source)];
    }),
  ];
}

const lastWords = [
  { key: "on_error", about: "when the run fails", end: "failed" },
  { key: "on_cancel", about: "when the run is cancelled", end: "cancelled" },
] as const;

function readInterrupts(source: YamlSource, steps: Steps): readonly DiagramList[] {
  const interrupts = Object.entries(asMap(asMap(source.value)?.["interrupts"]) ?? {});
  return interrupts.flatMap(([name, value], index): readonly DiagramList[] => {
    const { message, goto: id } = asMap(value) ?? {};
    const to = steps.target(plain(id));
    if (to === undefined) return [];
    const words = typeof message === "string" ? [message] : asList(message).map(plain);
    const entry = {
      ...way,
      key: `i${index + 1}`,
      caption: `interrupt · ${name}`,
      text: words.join(", "),
      at: source.at(["interrupts", name], "key"),
      onward: { kind: "jump", to, label: undefined },
    } as const;
    return [{ steps: [entry], jump: undefined }];
  });
}

/** A list with its way in, and the end that its run comes to. */
function withEnds(
  list: DiagramList,
  key: string,
  about: string,
  end: string,
  source: YamlSource,
): DiagramList {
  const at = source.at([key], "key");
  const entry: DiagramStep = {
    ...way,
    key,
    caption: key,
    text: about,
    at,
    onward:
      list.jump === undefined
        ? { kind: "below", label: undefined }
        : { kind: "jump", to: list.jump, label: undefined },
  };
  const mark: DiagramStep = {
    ...way,
    key: `${key}_end`,
    kind: "end",
    caption: end,
    text: "",
    at,
    onward: { kind: "none" },
  };
  const steps = [entry, ...list.steps, ...(fallsOut(list) ? [mark] : [])];
  return { steps, jump: undefined };
}

const way = { kind: "entry", notes: [], branches: [], jumps: [] } as const;
