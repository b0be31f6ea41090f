/** @jsxImportSource hono/jsx */
import type { Words } from "#core/console/words.ts";
import type { HandshakeState, OtherBot } from "./other-bot.ts";

interface ConnectionProps {
  readonly bot: OtherBot;
  readonly words: Words;
}

/** Whether the bot answers, and what to mend if it does not. */
export function ConnectionPanel({ bot, words }: ConnectionProps) {
  const isReached = bot.isReached();
  const { other } = words;
  return (
    <dl>
      <dt>{other.webhook}</dt>
      <dd>
        <code>{bot.webhook}</code>
        <p class={isReached ? "good" : "bad"}>{isReached ? other.reached : other.notReached}</p>
      </dd>
      <dt>{other.handshake}</dt>
      <Handshake state={bot.handshake()} words={words} />
    </dl>
  );
}

function Handshake({ state, words }: { readonly state: HandshakeState; readonly words: Words }) {
  if (state.kind === "asking") return <dd>{words.other.asking}</dd>;
  if (state.kind === "known") return <dd class="good">{words.other.knowsToken}</dd>;
  return <dd class="bad">{words.other.problems[state.problem]}</dd>;
}

/** What makes the bot speak to the simulator, to be copied. */
export function SettingsPanel({ bot, words }: ConnectionProps) {
  return (
    <dl>
      {bot.settings.map(({ name, value }) => (
        <>
          <dt>{words.other.settings[name]}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </>
      ))}
    </dl>
  );
}
