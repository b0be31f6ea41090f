/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import type { Words } from "#core/console/words.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { ActText } from "./act-text.tsx";
import { Answering } from "./answering.tsx";
import type { Entry, Phone, Tick } from "./phone.ts";
import { Quote, ShownParts } from "./shown-parts.tsx";

export interface BubbleProps {
  readonly phone: Pick<Phone, "id" | "entries">;
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
        <ActText phone={phone} entry={entry} words={words} />
        <span class="meta">
          {time} <Ticks tick={entry.tick} words={words} />
        </span>
      </div>
    );
  }
  const { message } = entry;
  return (
    <div class="bubble theirs" id={`entry-${entry.id}`}>
      <Quote phone={phone} of={message.content?.replyTo ?? message.content?.reactsTo} />
      <TemplateTag message={message} words={words} />
      <ShownParts phone={phone} message={message} words={words} />
      <span class="meta">
        <button
          type="button"
          class="quiet"
          data-quotes={message.vendorId}
          aria-label={`${words.reply}: ${message.text.slice(0, 80)}`}
        >
          ↩
        </button>
        {time}
      </span>
      <Options phone={phone} message={message} words={words} />
      <Answering phone={phone.id} message={message} words={words} />
    </div>
  );
}

interface MessageProps {
  readonly message: ShownMessage;
  readonly words: Words;
}

function TemplateTag({ message: { template }, words }: MessageProps) {
  if (template === undefined) return null;
  const values = template.values.length === 0 ? "" : ` · ${template.values.join(" · ")}`;
  return <span class="tag">{`${words.template}: ${template.name}${values}`}</span>;
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

/** Buttons, and a list's rows behind its button: what is tapped goes as the person's own act. */
function Options({ phone, message, words }: MessageProps & Pick<BubbleProps, "phone">) {
  const { options, content } = message;
  if (options.length === 0) return null;
  const form = (children: Child) => (
    <form
      class="options"
      method="post"
      action={`/simulator/phones/${phone.id}/acts`}
      hx-post={`/simulator/phones/${phone.id}/acts`}
      hx-swap="none"
      aria-label={words.choose}
    >
      <input type="hidden" name="kind" value="choice" />
      {children}
    </form>
  );
  const menu = content?.menu;
  if (menu === undefined) {
    return form(options.map((option) => <Option id={option.id} title={option.title} />));
  }
  return (
    <details class="menu">
      <summary>{`☰ ${menu.label}`}</summary>
      {form(
        menu.sections.map(({ title, rows }) => (
          <>
            {title === undefined ? null : <strong>{title}</strong>}
            {rows.map((row) => (
              <Option id={row.id} title={row.title} description={row.description} />
            ))}
          </>
        )),
      )}
    </details>
  );
}

interface OptionProps {
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
}

function Option({ id, title, description }: OptionProps) {
  return (
    <button type="submit" name="choice" value={id}>
      {title}
      {description === undefined ? null : <small>{description}</small>}
    </button>
  );
}
