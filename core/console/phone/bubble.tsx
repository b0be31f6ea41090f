import type { Words } from "#core/console/words.ts";
import type { NetworkAct, ShownMessage } from "#core/model/ports/simulator.ts";
import type { Entry, Tick } from "./phones.ts";

interface BubbleProps {
  readonly phone: string;
  readonly entry: Entry;
  readonly words: Words;
  /** Shows the hour and minute of a moment. */
  readonly timeOf: (at: number) => string;
}

/** One line of the chat. Its id is its own, so that it can be told anew where it stands. */
export function Bubble({ phone, entry, words, timeOf }: BubbleProps) {
  const time = <time datetime={new Date(entry.at).toISOString()}>{timeOf(entry.at)}</time>;
  if (entry.kind === "mine") {
    return (
      <div class="bubble mine" id={`entry-${entry.id}`}>
        <p>{describeAct(entry.act)}</p>
        <span class="meta">
          {time} <Ticks tick={entry.tick} words={words} />
        </span>
      </div>
    );
  }
  const { message } = entry;
  return (
    <div class="bubble theirs" id={`entry-${entry.id}`}>
      {message.template === undefined ? null : (
        <span class="tag">{`${words.template}: ${message.template.name}`}</span>
      )}
      <p>{message.text}</p>
      <span class="meta">{time}</span>
      <Options phone={phone} message={message} words={words} />
    </div>
  );
}

function Ticks({ tick, words }: { readonly tick: Tick; readonly words: Words }) {
  const text = { sent: words.sent, delivered: words.delivered, failed: words.notDelivered }[tick];
  const sign = { sent: "✓", delivered: "✓✓", failed: "⚠" }[tick];
  return (
    <span class={`ticks ${tick}`} role="img" aria-label={text} title={text}>
      {sign}
    </span>
  );
}

/** Buttons and list rows: what is tapped goes as the person's own act. */
function Options({
  phone,
  message,
  words,
}: Omit<BubbleProps, "entry" | "timeOf"> & { readonly message: ShownMessage }) {
  if (message.options.length === 0) return null;
  return (
    <form
      class="options"
      hx-post={`/simulator/phones/${phone}/acts`}
      hx-swap="none"
      aria-label={words.choose}
    >
      <input type="hidden" name="kind" value="choice" />
      {message.options.map(({ id, title }) => (
        <button type="submit" name="choice" value={id}>
          {title}
        </button>
      ))}
    </form>
  );
}

/** What a person did, in a few words. */
function describeAct(act: NetworkAct): string {
  if (act.kind === "text") return act.text;
  if (act.kind === "choice") return act.choice;
  if (act.kind === "reaction") return act.emoji;
  return `(${act.kind.replaceAll("_", " ")})`;
}
