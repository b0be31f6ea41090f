/** @jsxImportSource hono/jsx */
import type { Words } from "#core/console/words.ts";
import type { Trace } from "#core/engine/queries/read-person.ts";
import type { Json } from "#core/lib/json.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type { SendRecord } from "#core/model/ports/records.ts";

interface TraceProps {
  readonly trace: Trace | undefined;
  readonly words: Words;
}

interface TraceLine {
  readonly at: number;
  readonly what: string;
  readonly text: string;
}

const maxTextChars = 160;

/** What became of the last message, step by step, with the time since it came in. */
export function TracePanel({ trace, words }: TraceProps) {
  if (trace === undefined) return <p>{words.nothingYet}</p>;
  const from = trace.event.receivedAt;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.after}</th>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.detail}</th>
        </tr>
      </thead>
      <tbody>
        {linesOf(trace, words).map(({ at, what, text }) => (
          <tr>
            <td>{`${Math.max(0, at - from)} ms`}</td>
            <td>{what}</td>
            <td>{text.slice(0, maxTextChars)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function linesOf({ event, history, sends, aiUsage }: Trace, words: Words): readonly TraceLine[] {
  const { receivedAt, state, reason } = event;
  const ended = reason === undefined ? state : `${state}: ${reason}`;
  const lines: readonly TraceLine[] = [
    { at: receivedAt, what: words.received, text: ended },
    ...history.map(({ at, what, data }) => ({
      at,
      what,
      text: data === undefined ? "" : JSON.stringify(data),
    })),
    ...aiUsage.map((usage) => ({
      at: usage.at,
      what: `${usage.provider} · ${usage.model}`,
      text: `${usage.outcome}, ${usage.inputTokens} + ${usage.outputTokens} tokens, ${usage.costMicroUsd / 1_000_000} USD, ${usage.ms} ms`,
    })),
    ...sends.map((send) => ({ at: send.queuedAt, what: words.message, text: sendText(send) })),
  ];
  return lines.toSorted((a, b) => a.at - b.at);
}

function sendText({ message, state, delivery, reason, error, price }: SendRecord): string {
  const fate = [state, delivery, reason, error?.code].filter((part) => part !== undefined);
  const cost = price === undefined ? "" : ` · ${priceText(price)}`;
  return `${fate.join(", ")}${cost} · ${messageOutText(message)}`;
}

/** The network's own words of a price, whatever it calls them. */
function priceText(price: Json): string {
  if (typeof price !== "object" || price === null) return String(price);
  return Object.entries(price)
    .map(([key, value]) => `${key.replaceAll("_", " ")} ${JSON.stringify(value)}`)
    .join(", ");
}
