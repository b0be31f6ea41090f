/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import type { BotView } from "./bot-view.ts";
import { MadeTestPage } from "./made-test-page.tsx";
import { answerNotFound } from "./not-found-page.tsx";
import { languageOf } from "./page-language.ts";
import type { Phones } from "./phone/phones.ts";
import type { TimesIn } from "./time-texts.ts";
import { renderTranscript } from "./transcript.tsx";
import { wordsOf } from "./words.ts";

export interface KeepRoutesDeps {
  readonly bot: { readonly name: string };
  readonly phones: Phones;
  /** Undefined: the bot is another program, of which no test can be made. */
  readonly view: BotView | undefined;
  readonly timesIn: TimesIn;
}

/** What can be kept of a chat: a test of the bot, and a page to hand on. Below a phone's address. */
export function createKeepRoutes({ bot, phones, view, timesIn }: KeepRoutesDeps): Hono {
  const routes = new Hono();
  const phoneOf = (context: Context) => phones.find(context.req.param("phone") ?? "");

  routes.post("/test", async (context) => {
    const phone = phoneOf(context);
    if (phone === undefined || view === undefined) return answerNotFound(context);
    const language = languageOf(context);
    const made = await view.makeTest(phone.account, phone.person);
    const props = { language, words: wordsOf(language), phone, made };
    return context.html(<MadeTestPage {...props} />);
  });
  routes.get("/transcript", async (context) => {
    const phone = phoneOf(context);
    if (phone === undefined) return answerNotFound(context);
    const language = languageOf(context);
    const { momentOf } = timesIn(language);
    const props = { language, words: wordsOf(language), bot: bot.name, phone, momentOf };
    return context.body(await renderTranscript(props), 200, {
      "content-type": "text/html; charset=utf-8",
      "content-disposition": 'attachment; filename="transcript.html"',
    });
  });
  return routes;
}
