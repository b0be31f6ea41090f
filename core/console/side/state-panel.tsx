/** @jsxImportSource hono/jsx */
import type { ActiveSource } from "#core/console/bot-view.ts";
import type { Phone } from "#core/console/phone/phone.ts";
import type { Words } from "#core/console/words.ts";
import type { PersonView } from "#core/engine/queries/read-person.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type { SendRecord } from "#core/model/ports/records.ts";
import { type Run, restingPlace } from "#core/model/run.ts";

interface StateProps {
  readonly phone: Phone;
  readonly person: PersonView | undefined;
  readonly words: Words;
  readonly momentOf: (at: number) => string;
  readonly now: number;
  readonly flows: readonly ActiveSource[];
}

/** What the bot knows of the person, and what it may send them at this moment. */
export function StatePanel({ phone, person, words, momentOf, now, flows }: StateProps) {
  if (person === undefined) return <p>{words.nobodyYet}</p>;
  const { contact, conversation, runs, refusals } = person;
  const until = conversation.windowUntilAt;
  const isOpen = until !== undefined && until > now;
  return (
    <>
      <Stale phone={phone} runs={runs} flows={flows} words={words} />
      <dl>
        <dt>{words.identity}</dt>
        <dd>
          {contact.addresses.map(({ kind, value }) => (
            <p>{`${words.addresses[kind]} ${value}`}</p>
          ))}
        </dd>
        <dt>{words.spoken}</dt>
        <dd>{contact.language ?? words.notKnown}</dd>
        <dt>{words.window}</dt>
        <dd class={isOpen ? "good" : "bad"}>
          {isOpen ? words.openUntil(momentOf(until)) : words.windowClosed}
        </dd>
        <dt>{words.consent}</dt>
        <dd>{consentText(person, words)}</dd>
        <dt>{words.answers}</dt>
        <dd>{words.owners[conversation.owner]}</dd>
        <dt>{words.runs}</dt>
        <dd>
          {runs.length === 0
            ? words.noRun
            : runs.map((run) => <p>{runText(run, momentOf, words)}</p>)}
        </dd>
      </dl>
      <Refusals refusals={refusals} words={words} />
    </>
  );
}

function consentText({ contact }: PersonView, words: Words): string {
  const consents = Object.entries(contact.consents ?? {}).map(
    ([purpose, { answer }]) => `${purpose}: ${words.consentAnswers[answer]}`,
  );
  const stopped = contact.stoppedAt === undefined ? [] : [words.stopped];
  const all = [...stopped, ...consents];
  return all.length === 0 ? words.none : all.join(", ");
}

function runText(run: Run, momentOf: (at: number) => string, words: Words): string {
  const due = run.wait?.dueAt;
  const step = restingPlace(run);
  const timer = due === undefined ? "" : `, ${words.timerAt(momentOf(due))}`;
  return `${run.flow}${step === "" ? "" : ` · ${step}`}${timer}`;
}

interface StaleProps extends Pick<StateProps, "phone" | "flows" | "words"> {
  readonly runs: readonly Run[];
}

/** Tells of a run that goes on as its flow was before, with the way to the new one. */
function Stale({ phone, runs, flows, words }: StaleProps) {
  const stale = runs.find((run) =>
    flows.some(({ flow, revision }) => flow === run.flow && revision !== run.revision),
  );
  return (
    <form
      method="post"
      action={`/simulator/phones/${phone.id}/restart`}
      class={stale === undefined ? "restart" : "restart note"}
    >
      {stale === undefined ? null : <p>{words.isOnOld(stale.flow)}</p>}
      <button type="submit">{stale === undefined ? words.startOver : words.startOnNew}</button>
    </form>
  );
}

interface RefusalsProps {
  readonly refusals: readonly SendRecord[];
  readonly words: Words;
}

/** What did not go out or arrive: by our own decision, or by the vendor's, with its code. */
function Refusals({ refusals, words }: RefusalsProps) {
  if (refusals.length === 0) return null;
  return (
    <>
      <h3>{words.refused}</h3>
      <ul class="refusals">
        {refusals.map(({ message, error, reason, state }) => (
          <li>
            <q>{messageOutText(message).slice(0, 80)}</q>
            {error === undefined ? (
              <p>{words.keptBack(reason ?? state)}</p>
            ) : (
              <p>
                <strong>{error.code}</strong>
                {` ${error.meaning} `}
                <small>{error.action}</small>
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
