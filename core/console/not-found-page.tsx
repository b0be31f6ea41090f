/** @jsxImportSource hono/jsx */
import type { Context } from "hono";
import { Layout } from "./layout.tsx";
import { languageOf } from "./page-language.ts";
import { wordsOf } from "./words.ts";

/** What stands where nothing is. */
export function answerNotFound(context: Context) {
  const language = languageOf(context);
  const words = wordsOf(language);
  const page = (
    <Layout language={language} words={words} title={words.notHere}>
      <main class="message" id="chat">
        <h1>{words.notHere}</h1>
        <p>
          <a href="/simulator">{words.back}</a>
        </p>
      </main>
    </Layout>
  );
  return context.html(page, 404);
}
