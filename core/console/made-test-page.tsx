/** @jsxImportSource hono/jsx */
import type { MadeTest } from "./bot-view.ts";
import { Layout } from "./layout.tsx";
import type { Phone } from "./phone/phone.ts";
import type { Language, Words } from "./words.ts";

interface MadeTestPageProps {
  readonly language: Language;
  readonly words: Words;
  readonly phone: Phone;
  readonly made: MadeTest | undefined;
}

/** The test that was made of a chat, and how it went. */
export function MadeTestPage({ language, words, phone, made }: MadeTestPageProps) {
  return (
    <Layout language={language} words={words} title={words.test}>
      <main class="made" id="chat">
        <h1>{words.test}</h1>
        {made === undefined ? <p>{words.nothingToTest}</p> : <Made words={words} made={made} />}
        <p>
          <a href={`/simulator/phones/${phone.id}`}>{words.back}</a>
        </p>
      </main>
    </Layout>
  );
}

function Made({ words, made }: { readonly words: Words; readonly made: MadeTest }) {
  const { file, text, isGreen, report } = made;
  return (
    <>
      <p class={isGreen ? "note" : "note bad"} role="status">
        {isGreen ? words.testGreen(file) : words.testRed(file)}
      </p>
      <pre tabindex={0}>{report}</pre>
      <p>{words.testMasked}</p>
      <pre tabindex={0}>{text}</pre>
    </>
  );
}
