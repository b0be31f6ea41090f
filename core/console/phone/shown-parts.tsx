/** @jsxImportSource hono/jsx */
import type { Words } from "#core/console/words.ts";
import type { ShownContent, ShownMedia, ShownMessage } from "#core/model/ports/simulator.ts";
import type { Phone } from "./phone.ts";

interface ShownPartsProps {
  readonly phone: Pick<Phone, "id">;
  readonly message: ShownMessage;
  readonly words: Words;
}

/** What stands in a message of the bot's, from top to bottom. */
export function ShownParts({ phone, message, words }: ShownPartsProps) {
  const { text, content = {} } = message;
  const { header, footer, media, location, contacts = [], links = [] } = content;
  // A file without a caption has no words of its own, only what stands in for them in a log.
  const isCaption = media === undefined || !text.startsWith("[");
  const isText = location === undefined && contacts.length === 0 && isCaption;
  return (
    <>
      {header === undefined ? null : <strong>{header}</strong>}
      {media === undefined ? null : <File phone={phone.id} media={media} words={words} />}
      {location === undefined ? null : <Place {...location} />}
      {contacts.map(({ name, phones }) => (
        <p>{`👤 ${[name, ...phones].join(" · ")}`}</p>
      ))}
      {isText && text !== "" ? <p>{text}</p> : null}
      {footer === undefined ? null : <small class="tag">{footer}</small>}
      {links.map(({ label, url }) => (
        <Link label={label} url={url} />
      ))}
    </>
  );
}

/** Only what leads to the web is a link: the address is the flow's. */
function Link({ label, url }: { readonly label: string; readonly url: string }) {
  const isWeb = /^https?:\/\//i.test(url);
  return isWeb ? (
    <p>
      <a href={url} rel="noreferrer noopener" target="_blank">{`🔗 ${label}`}</a>
    </p>
  ) : (
    <p>{`🔗 ${label}: ${url}`}</p>
  );
}

function Place({ latitude, longitude, name, address }: NonNullable<ShownContent["location"]>) {
  const title = [name, address].filter((part) => part !== undefined).join(", ");
  return (
    <p>
      {`📍 ${title}`}
      <small>{` ${latitude}, ${longitude}`}</small>
    </p>
  );
}

const signs = { image: "🖼", video: "🎞", audio: "🎵", document: "📄", sticker: "🏷" } as const;

interface FileProps {
  readonly phone: string;
  readonly media: ShownMedia;
  readonly words: Words;
}

/** A file: to be seen or heard here if the simulator has it, else a link to where it is. */
export function File({ phone, media, words }: FileProps) {
  const { kind, file, link, filename, voice } = media;
  const title = filename ?? (voice === true ? words.voiceNote : words.files[kind]);
  if (file === undefined) return <Link label={title} url={link ?? ""} />;
  const address = `/simulator/phones/${phone}/files/${encodeURIComponent(file)}`;
  if (kind === "image" || kind === "sticker") return <img class={kind} src={address} alt={title} />;
  if (kind === "audio") return <audio controls preload="none" src={address} aria-label={title} />;
  // No words of what is said in it are known here: it is the simulated person's or the bot's file.
  if (kind === "video") return <video controls preload="none" src={address} aria-label={title} />;
  return (
    <p>
      <a href={address} download={title}>{`${signs[kind]} ${title}`}</a>
    </p>
  );
}

interface QuoteProps {
  readonly phone: Pick<Phone, "entries">;
  readonly of: string | undefined;
}

/** The beginning of what is quoted, if it is still there. */
export function Quote({ phone, of }: QuoteProps) {
  if (of === undefined) return null;
  const quoted = phone.entries.find(({ id }) => id === of);
  if (quoted?.kind !== "theirs") return null;
  return <blockquote>{quoted.message.text.slice(0, 120)}</blockquote>;
}
