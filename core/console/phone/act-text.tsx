/** @jsxImportSource hono/jsx */
import type { Words } from "#core/console/words.ts";
import { wordsOfAct } from "./act-words.ts";
import type { Entry, Phone } from "./phone.ts";
import { File, Quote } from "./shown-parts.tsx";

interface ActTextProps {
  readonly phone: Pick<Phone, "id" | "entries">;
  readonly entry: Extract<Entry, { readonly kind: "mine" }>;
  readonly words: Words;
}

/** What the person did, as their own phone shows it. */
export function ActText({ phone, entry: { id, act }, words }: ActTextProps) {
  if (act.kind === "media") {
    const { media: kind, filename, caption, voice } = act;
    const media = {
      kind,
      file: id,
      ...(filename === undefined ? {} : { filename }),
      ...(voice === true ? { voice } : {}),
    };
    return (
      <>
        <File phone={phone.id} media={media} words={words} />
        {caption === undefined ? null : <p>{caption}</p>}
      </>
    );
  }
  return (
    <>
      <Quote phone={phone} of={act.kind === "text" ? act.replyTo : undefined} />
      <p>{wordsOfAct(act, phone, words)}</p>
    </>
  );
}
