import type { Child } from "hono/jsx";
import type { Words } from "#core/console/words.ts";
import { type FaultName, faultNames } from "./read-faults.ts";

interface WorldFormsProps {
  readonly words: Words;
  /** Faults whose switches are on. */
  readonly faults: readonly FaultName[];
  /** The world's time. */
  readonly children: Child;
}

/** The clock, and what goes wrong around the bot. */
export function WorldForms({ words, faults, children }: WorldFormsProps) {
  return (
    <div class="world">
      <form class="row" hx-post="/simulator/world/clock" hx-swap="none">
        <span>{children}</span>
        <button type="submit" name="push" value="hour">
          +1 h
        </button>
        <button type="submit" name="push" value="day">
          +25 h
        </button>
        <button type="submit" name="push" value="opening">
          {words.toOpening}
        </button>
        <button type="submit" name="push" value="timer">
          {words.toTimer}
        </button>
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
