import { formatFinding } from "#core/flow/code-frame.ts";
import { describeMessage } from "./describe-message.ts";
import type { Failure } from "./failure.ts";
import type { Line } from "./line.ts";
import { renderAside, renderSpeech, type Sign, signed } from "./render-chat.ts";
import type { Said } from "./said.ts";

/**
 * A failure as a person reads it, below the conversation up to it: what was expected and what came in
 * the place of the next message, then the line of the test. `width` is that of the names.
 *
 *     -  bot │ How many cups?
 *     +  bot │ How many cup?
 *                         ^
 *     (- expected, + came)
 *
 *     flows/coffee.test.yaml:14:9 error the text is different [FLOW_TEST_FAILED]
 *       13 │       - user: { choose: latte }
 *     > 14 │       - bot: How many cups?
 *          │         ^^^
 */
export function renderFailure(
  failure: Failure,
  sourceText: string,
  width: number,
): readonly Line[] {
  const { at, message, hint } = failure;
  const finding = {
    code: "FLOW_TEST_FAILED",
    severity: "error",
    at,
    message,
    ...(hint === undefined ? {} : { hint }),
  } as const;
  const [head = "", ...frame] = formatFinding(finding, sourceText).split("\n");
  const difference = renderDifference(failure, width);
  return [
    ...difference,
    ...(difference.length === 0 ? [] : [{ text: legend, tone: "dim" } as const]),
    { text: "" },
    { text: head, tone: "bad" },
    ...frame.map((text) => ({ text, tone: "dim" }) as const),
  ];
}

const legend = "(- expected, + came)";

function renderDifference(failure: Failure, width: number): readonly Line[] {
  const { expected, actual, isSaid = false, unnamed = [], later = [] } = failure;
  const bot = (sign: Sign, said: Said) =>
    renderSpeech("bot", width, describeMessage(said)).map((text) => signed(sign, text));
  return [
    ...(isSaid ? renderMessages(expected, actual, width) : renderFacts(expected, actual, width)),
    ...renderCaret(expected, actual, width),
    ...unnamed.flatMap((said) => bot("+", said)),
    ...later.flatMap((said) => bot(" ", said)),
  ];
}

function renderFacts(
  expected: readonly string[],
  actual: readonly string[],
  width: number,
): readonly Line[] {
  return [
    ...expected.map((text) => signed("-", renderAside(width, text))),
    ...actual.map((text) => signed("+", renderAside(width, text))),
  ];
}

/** Two wordings of one message. The lines at the top and at the end that both have stand once. */
function renderMessages(
  expected: readonly string[],
  actual: readonly string[],
  width: number,
): readonly Line[] {
  const top = countShared(expected, actual);
  const [wanted, came] = [expected.slice(top), actual.slice(top)];
  const end = countShared(wanted.toReversed(), came.toReversed());
  const speech = (sign: Sign, from: number, lines: readonly string[]) =>
    lines.map((line, index) =>
      signed(sign, renderSpeech(from + index === 0 ? "bot" : "", width, [line])[0] ?? ""),
    );
  return [
    ...speech(" ", 0, expected.slice(0, top)),
    ...speech("-", top, wanted.slice(0, wanted.length - end)),
    ...speech("+", top, came.slice(0, came.length - end)),
    ...speech(" ", Math.max(expected.length, actual.length), came.slice(came.length - end)),
  ];
}

/** How many items two lists have in common from the start. */
function countShared(some: readonly string[], others: readonly string[]): number {
  const index = some.findIndex((item, at) => item !== others[at]);
  return index === -1 ? some.length : index;
}

/** Where one line changes. Both begin behind the sign, the name and the bar. */
function renderCaret(
  expected: readonly string[],
  actual: readonly string[],
  width: number,
): readonly Line[] {
  const [wanted] = expected;
  const [came] = actual;
  if (expected.length !== 1 || actual.length !== 1) return [];
  if (wanted === undefined || came === undefined) return [];
  const shared = wanted.slice(0, firstDifference(wanted, came));
  return [{ text: `${" ".repeat(2 + width + 3 + Bun.stringWidth(shared))}^` }];
}

function firstDifference(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return index;
}
