/** @jsxImportSource hono/jsx */
import { raw } from "hono/html";
import type { Beside, BesideRequest, Parts } from "#core/console/beside.ts";
import { type FaultName, networkFaults } from "#core/console/side/read-faults.ts";
import { WorldForms } from "#core/console/side/world-forms.tsx";
import type { TimesIn } from "#core/console/time-texts.ts";
import { ConnectionPanel, SettingsPanel } from "./connection-panel.tsx";
import type { OtherBot } from "./other-bot.ts";
import { PassageTable } from "./passage-table.tsx";

export interface OtherSideDeps {
  readonly bot: OtherBot;
  readonly timesIn: TimesIn;
  readonly now: () => number;
  readonly faults: () => readonly FaultName[];
}

/** What stands beside a phone whose bot is another program. */
export function createOtherSide(deps: OtherSideDeps): Beside {
  const { bot, timesIn, now } = deps;
  return {
    findFlow: () => undefined,
    async render({ language, words }) {
      const { momentOf, timeOf } = timesIn(language);
      const passages = bot.passages();
      return new Map([
        ["passages", await text(<PassageTable {...{ passages, words, timeOf }} />)],
        ["connection", await text(<ConnectionPanel bot={bot} words={words} />)],
        ["clock", momentOf(now())],
      ]);
    },
    show: (request, parts) => (
      <OtherSide {...request} parts={parts} bot={bot} faults={deps.faults()} />
    ),
    startOver: () => Promise.resolve(true),
  };
}

interface OtherSideProps extends BesideRequest {
  readonly parts: Parts;
  readonly bot: OtherBot;
  readonly faults: readonly FaultName[];
}

function OtherSide({ phone, words, parts, bot, faults }: OtherSideProps) {
  const { other } = words;
  // Each part was made by our own pages, which escape what they are given.
  const part = (place: string) => raw(parts.get(place) ?? "");
  return (
    <>
      <section class="flow" aria-labelledby="passed-title">
        <h2 id="passed-title">{other.passed}</h2>
        <div
          class="trace passages"
          id="passages"
          role="group"
          aria-label={other.passed}
          tabindex={0}
        >
          {part("passages")}
        </div>
      </section>
      <section class="knows" aria-labelledby="connection-title">
        <h2 id="connection-title">{other.connection}</h2>
        <div id="connection">{part("connection")}</div>
        <form class="row keep" hx-post="/simulator/bot/handshake" hx-swap="none">
          <button type="submit">{other.askAgain}</button>
        </form>
        <h2>{other.toSet}</h2>
        <SettingsPanel bot={bot} words={words} />
        <h2>{other.notHere}</h2>
        <p class="aside">{other.notHereWhy}</p>
        <h2>{words.keep}</h2>
        <form class="row keep" method="post" action={`/simulator/phones/${phone.id}/restart`}>
          <button type="submit">{other.emptyChat}</button>
          <a href={`/simulator/phones/${phone.id}/transcript`} download>
            {words.share}
          </a>
          <small>{other.stillKnown}</small>
        </form>
        <h2>{words.worldTitle}</h2>
        <WorldForms
          words={words}
          faults={faults}
          pushes={["hour", "day"]}
          names={networkFaults}
          canRestart={false}
          answerer={undefined}
        >
          <time id="clock">{part("clock")}</time>
        </WorldForms>
        <p class="aside">{other.clockIsNetworks}</p>
      </section>
    </>
  );
}

async function text(part: unknown): Promise<string> {
  return String(await part);
}
