/** @jsxImportSource hono/jsx */
import type { Words } from "#core/console/words.ts";
import type { Trace } from "#core/engine/queries/read-person.ts";
import { formatDuration } from "#core/lib/duration.ts";
import type { Json } from "#core/lib/json.ts";
import { secondMs } from "#core/lib/millis.ts";
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
            <td>{spanOf(Math.max(0, at - from))}</td>
            <td>{what}</td>
            <td>{text.slice(0, maxTextChars)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** To the millisecond while that tells something; then as flows write spans, which is short. */
function spanOf(ms: number): string {
  return ms < 10 * secondMs ? `${ms} ms` : formatDuration(Math.round(ms / secondMs) * secondMs);
}

function linesOf({ event, history, sends, aiUsage }: Trace, words: Words): readonly TraceLine[] {
  const { receivedAt, state, reason } = event;
  const ended = reason === undefined ? words.states[state] : `${words.states[state]}: ${reason}`;
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
      text: `${words.states[usage.outcome]}, ${usage.inputTokens} + ${usage.outputTokens} tokens, ${usage.costMicroUsd / 1_000_000} USD, ${usage.ms} ms`,
    })),
    ...sends.map((send) => ({
      at: send.queuedAt,
      what: words.message,
      text: sendText(send, words),
    })),
  ];
  return lines.toSorted((a, b) => a.at - b.at);
}

function sendText(send: SendRecord, { states }: Words): string {
  const { message, state, delivery, reason, error, price } = send;
  const told = delivery === undefined ? undefined : states[delivery];
  const fate = [states[state], told, reason, error?.code].filter((part) => part !== undefined);
  const cost = price === undefined ? "" : ` · ${priceText(price)}`;
  return `${fate.join(", ")}${cost} · ${messageOutText(message)}`;
}

/** The network's own words of a price, whatever it calls them. */
function priceText(price: Json): string {
  if (typeof price !== "object" || price === null) return String(price);
  return Object.entries(price)
    .map(([key, value]) => `${key} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ")
    .replaceAll("_", " ");
}
