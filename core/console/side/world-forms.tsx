/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import type { Words } from "#core/console/words.ts";
import { type FaultName, faultNames } from "./read-faults.ts";

/** How far the clock can be pushed at once. */
export type ClockPush = "hour" | "day" | "opening" | "timer";

interface WorldFormsProps {
  readonly words: Words;
  /** Faults whose switches are on. */
  readonly faults: readonly FaultName[];
  readonly pushes: readonly ClockPush[];
  /** The world's time. */
  readonly children: Child;
}

/** The clock, and what goes wrong around the bot. */
export function WorldForms({ words, faults, pushes, children }: WorldFormsProps) {
  const labels: Readonly<Record<ClockPush, string>> = {
    hour: "+1 h",
    day: "+25 h",
    opening: words.toOpening,
    timer: words.toTimer,
  };
  return (
    <div class="world">
      <form class="row" hx-post="/simulator/world/clock" hx-swap="none">
        <span>{children}</span>
        {pushes.map((push) => (
          <button type="submit" name="push" value={push}>
            {labels[push]}
          </button>
        ))}
      </form>
      <form hx-post="/simulator/world/faults" hx-swap="none" hx-trigger="change">
        <fieldset>
          <legend>{words.faults}</legend>
          {faultNames.map((name) => (
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
    </div>
  );
}
