/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import { Layout } from "#core/console/layout.tsx";
import type { Language, Words } from "#core/console/words.ts";
import { Bubble } from "./bubble.tsx";
import { Composer } from "./composer.tsx";
import type { Phone } from "./phone.ts";

interface PhonePageProps {
  readonly language: Language;
  readonly words: Words;
  readonly bot: string;
  readonly phones: readonly Phone[];
  readonly phone: Phone;
  readonly timeOf: (at: number) => string;
  /** Where updates of this page come from. */
  readonly updates: string;
  /** What stands beside the chat. */
  readonly children: Child;
}

/** The simulator: the phones on one side, the chosen one's chat beside them. */
export function PhonePage({
  language,
  words,
  bot,
  phones,
  phone,
  timeOf,
  ...rest
}: PhonePageProps) {
  return (
    <Layout language={language} words={words} title={`${phone.person.name} – ${bot}`}>
      <main class="simulator">
        <h1 class="hidden">{words.chatWith(bot)}</h1>
        <section class="phones" aria-labelledby="phones-title">
          <h2 id="phones-title">{words.phones}</h2>
          <ul>
            {phones.map(({ id, person }) => (
              <li>
                <a
                  href={`/simulator/phones/${id}`}
                  aria-current={id === phone.id ? "true" : undefined}
                >
                  <span class="avatar" aria-hidden="true">
                    {Array.from(person.name)[0] ?? "?"}
                  </span>
                  <span>
                    {person.name}
                    <small>{person.phone === undefined ? person.userId : `+${person.phone}`}</small>
                  </span>
                </a>
              </li>
            ))}
          </ul>
          <details>
            <summary>{words.addPhone}</summary>
            <form method="post" action="/simulator/phones">
              <label>
                {words.name}
                <input name="name" required maxlength={60} autocomplete="off" />
              </label>
              <label class="check">
                <input type="checkbox" name="hidden" value="yes" />
                {words.hidesNumber}
              </label>
              <button type="submit">{words.add}</button>
            </form>
          </details>
        </section>
        <section class="phone" aria-labelledby="chat-title">
          <h2 id="chat-title">{bot}</h2>
          <div
            class="chat"
            id="chat"
            role="log"
            tabindex={0}
            aria-label={words.chatWith(bot)}
            hx-sse:connect={rest.updates}
          >
            <Chat phone={phone} words={words} timeOf={timeOf} />
          </div>
          <Composer phone={phone.id} words={words} />
        </section>
        {rest.children}
      </main>
    </Layout>
  );
}

/** The lines of a chat. */
export function Chat({ phone, words, timeOf }: Pick<PhonePageProps, "phone" | "words" | "timeOf">) {
  return (
    <>
      {phone.entries.length === 0 ? <p class="empty">{words.nothingYet}</p> : null}
      {phone.entries.map((entry) => (
        <Bubble phone={phone} entry={entry} words={words} timeOf={timeOf} />
      ))}
    </>
  );
}
