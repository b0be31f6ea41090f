/** @jsxImportSource hono/jsx */
import { html, raw } from "hono/html";
import { wordsOfAct } from "./phone/act-words.ts";
import type { Entry, Phone } from "./phone/phone.ts";
import type { Language, Words } from "./words.ts";

export interface TranscriptProps {
  readonly language: Language;
  readonly words: Words;
  readonly bot: string;
  readonly phone: Phone;
  readonly momentOf: (at: number) => string;
}

const style = `:root{color-scheme:light dark;font:16px/1.45 system-ui,sans-serif}
body{max-width:40rem;margin:2rem auto;padding:0 1rem;display:flex;flex-direction:column;gap:.5rem}
div{max-width:85%;padding:.5rem .8rem;border-radius:.75rem;background:light-dark(#eee8dd,#1e2925);overflow-wrap:anywhere}
div.mine{align-self:flex-end;background:light-dark(#d5f3df,#124535)}
div.theirs{align-self:flex-start}
p{margin:0;white-space:pre-wrap}
small{color:light-dark(#55605a,#a7b3ad)}`;

/** A chat as one page that needs nothing else, for handing on; files are named and not inside. */
export async function renderTranscript(props: TranscriptProps): Promise<string> {
  const { language, words, bot, phone, momentOf } = props;
  const title = words.chatWith(bot);
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style>{raw(style)}</style>
      </head>
      <body>
        <h1>{title}</h1>
        {phone.entries.map((entry) => (
          <div class={entry.kind}>
            <p>
              {entry.kind === "mine" ? wordsOfAct(entry.act, phone, words) : heard(entry, words)}
            </p>
            <small>
              {`${entry.kind === "mine" ? phone.person.name : bot}, ${momentOf(entry.at)}`}
            </small>
          </div>
        ))}
      </body>
    </html>
  );
  return String(await html`<!doctype html>${page}`);
}

function heard({ message }: Extract<Entry, { kind: "theirs" }>, words: Words): string {
  const { template, text, options } = message;
  const body = template === undefined ? text : `${words.template}: ${template.name}`;
  return [body, ...options.map(({ title }) => `[${title}]`)].join("\n");
}
