/** @jsxImportSource hono/jsx */
import { html } from "hono/html";
import type { Child } from "hono/jsx";
import type { Language, Words } from "./words.ts";

interface LayoutProps {
  readonly language: Language;
  readonly words: Words;
  readonly title: string;
  readonly children: Child;
}

/** The frame of every page. htmx is told to bring no styles and no scripts of its own. */
export function Layout({ language, words, title, children }: LayoutProps) {
  const other = language === "en" ? "id" : "en";
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content='{"includeIndicatorCSS":false,"noSwap":[204]}' />
        <title>{`${title} · Sapa`}</title>
        <link rel="icon" href="/simulator/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/simulator/assets/console.css" />
        <link rel="stylesheet" href="/simulator/assets/drawing.css" />
        <script src="/simulator/assets/htmx.js" defer />
        <script src="/simulator/assets/console.js" defer />
      </head>
      <body>
        <a class="skip" href="#chat">
          {words.skip}
        </a>
        <header class="bar">
          <strong class="brand">Sapa</strong>
          <nav aria-label={words.pages}>
            <a href="/simulator" aria-current="page">
              {words.simulator}
            </a>
          </nav>
          <a class="language" href={`?language=${other}`} hreflang={other} lang={other}>
            {words.language}
          </a>
        </header>
        {children}
      </body>
    </html>
  );
  return html`<!doctype html>${page}`;
}
