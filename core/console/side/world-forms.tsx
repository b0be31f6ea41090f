/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import { type AnswererName, answererNames } from "#core/console/bot-view.ts";
import type { Words } from "#core/console/words.ts";
import type { FaultName } from "./read-faults.ts";

/** How far the clock can be pushed at once. */
export type ClockPush = "hour" | "day" | "opening" | "timer";

interface WorldFormsProps {
  readonly words: Words;
  /** Faults whose switches are on. */
  readonly faults: readonly FaultName[];
  /** Faults that have a switch. */
  readonly names: readonly FaultName[];
  readonly pushes: readonly ClockPush[];
  /** Whether the bot can be killed and started again. */
  readonly canRestart: boolean;
  /** Who answers for the AI providers; undefined: nobody is asked. */
  readonly answerer: AnswererName | undefined;
  /** The world's time. */
  readonly children: Child;
}

/** Where a line stands on what was done last. */
const toNews = { "hx-target": "#world-news", "hx-swap": "innerHTML" };

/** The clock, and what goes wrong around the bot. */
export function WorldForms({ words, children, ...props }: WorldFormsProps) {
  const { faults, names, pushes, canRestart, answerer } = props;
  const labels: Readonly<Record<ClockPush, string>> = {
    hour: "+1 h",
    day: "+25 h",
    opening: words.toOpening,
    timer: words.toTimer,
  };
  return (
    <div class="world">
      <form class="row" hx-post="/simulator/world/clock" {...toNews}>
        <span>{children}</span>
        {pushes.map((push) => (
          <button type="submit" name="push" value={push}>
            {labels[push]}
          </button>
        ))}
      </form>
      {canRestart ? (
        <form class="row" hx-post="/simulator/world/restart" {...toNews}>
          <button type="submit">{words.world.restart}</button>
        </form>
      ) : null}
      <form hx-post="/simulator/world/faults" hx-trigger="change" {...toNews}>
        <fieldset>
          <legend>{words.faults}</legend>
          {names.map((name) => (
            <label class="check">
              <input
                type="checkbox"
                name="fault"
                value={name}
                checked={faults.includes(name)}
                autocomplete="off"
              />
              {words.faultNames[name]}
            </label>
          ))}
        </fieldset>
      </form>
      {answerer === undefined ? null : <AnswererForm words={words} chosen={answerer} />}
      <p class="aside" id="world-news" role="status" />
    </div>
  );
}

/** Who answers the questions of flows. What people are told of receivers stays as bot.yaml says. */
function AnswererForm({ words, chosen }: { readonly words: Words; readonly chosen: AnswererName }) {
  return (
    <form hx-post="/simulator/world/answerer" hx-trigger="change" {...toNews}>
      <fieldset>
        <legend>{words.answerer.title}</legend>
        {answererNames.map((name) => (
          <label class="check">
            <input
              type="radio"
              name="answerer"
              value={name}
              checked={name === chosen}
              autocomplete="off"
            />
            {words.answerer.names[name]}
          </label>
        ))}
      </fieldset>
    </form>
  );
}
