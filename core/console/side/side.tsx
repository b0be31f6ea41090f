/** @jsxImportSource hono/jsx */
import { raw } from "hono/html";
import type { Parts } from "#core/console/beside.ts";
import type { ActiveSource, AnswererName } from "#core/console/bot-view.ts";
import type { Phone } from "#core/console/phone/phone.ts";
import type { Words } from "#core/console/words.ts";
import type { FaultName } from "./read-faults.ts";
import type { SidePlace } from "./side-parts.tsx";
import { type ClockPush, WorldForms } from "./world-forms.tsx";

interface SideProps {
  readonly phone: Phone;
  readonly flows: readonly ActiveSource[];
  readonly chosen: string | undefined;
  readonly parts: Parts;
  readonly faults: readonly FaultName[];
  readonly names: readonly FaultName[];
  readonly pushes: readonly ClockPush[];
  readonly canRestart: boolean;
  readonly answerer: AnswererName | undefined;
  readonly words: Words;
}

/** What stands beside a phone: the flow, what the bot knows of the person, what happened, the world. */
export function Side({ phone, flows, chosen, parts, words, ...world }: SideProps) {
  // Each part was made by our own pages, which escape what they are given.
  const part = (place: SidePlace) => raw(parts.get(place) ?? "");
  return (
    <>
      <section class="flow" aria-labelledby="flow-title">
        <h2 id="flow-title">{words.flow}</h2>
        <nav class="flows" aria-label={words.flows}>
          <a
            href={`/simulator/phones/${phone.id}`}
            aria-current={chosen === undefined ? "true" : undefined}
          >
            {words.atWork}
          </a>
          {flows.map(({ flow }) => (
            <a
              href={`/simulator/phones/${phone.id}?flow=${encodeURIComponent(flow)}`}
              aria-current={flow === chosen ? "true" : undefined}
            >
              {flow}
            </a>
          ))}
        </nav>
        <div id="findings">{part("findings")}</div>
        <div class="drawing" id="drawing" role="region" aria-label={words.drawing} tabindex={0}>
          {part("drawing")}
        </div>
        <div class="source" id="code" role="region" aria-label={words.code} tabindex={0}>
          {part("code")}
        </div>
      </section>
      <section class="knows" aria-labelledby="state-title">
        <h2 id="state-title">{words.botKnows}</h2>
        <div id="state">{part("state")}</div>
        <h2>{words.trace}</h2>
        <div class="trace" id="trace" role="region" aria-label={words.trace} tabindex={0}>
          {part("trace")}
        </div>
        <h2>{words.keep}</h2>
        <form class="row keep" method="post" action={`/simulator/phones/${phone.id}/test`}>
          <button type="submit">{words.makeTest}</button>
          <a href={`/simulator/phones/${phone.id}/transcript`} download>
            {words.share}
          </a>
        </form>
        <h2>{words.worldTitle}</h2>
        <WorldForms words={words} {...world}>
          <time id="clock">{part("clock")}</time>
        </WorldForms>
      </section>
    </>
  );
}
