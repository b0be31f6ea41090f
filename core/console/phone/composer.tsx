/** @jsxImportSource hono/jsx */
import type { Words } from "#core/console/words.ts";
import { ActForm } from "./answering.tsx";

interface ComposerProps {
  readonly phone: string;
  readonly words: Words;
}

const reactions = ["👍", "❤️", "😂", "🙏"];

/** Where the person writes, and what else they can send. */
export function Composer({ phone, words }: ComposerProps) {
  return (
    <div class="composing">
      <Attachments phone={phone} words={words} />
      <p class="quoting" id="quoting" hidden>
        <span />
        <button type="button" class="quiet" aria-label={words.quoteNothing}>
          ✕
        </button>
      </p>
      <form
        class="composer"
        method="post"
        action={`/simulator/phones/${phone}/acts`}
        hx-post={`/simulator/phones/${phone}/acts`}
        hx-swap="none"
        data-clears="text"
      >
        <input type="hidden" name="kind" value="text" />
        <input type="hidden" name="replyTo" id="reply-to" value="" />
        <label class="hidden" for="text">
          {words.message}
        </label>
        <input
          id="text"
          name="text"
          required
          maxlength={4096}
          placeholder={words.message}
          autocomplete="off"
        />
        <button type="submit">{words.send}</button>
      </form>
    </div>
  );
}

function Attachments({ phone, words }: ComposerProps) {
  return (
    <details class="attach">
      <summary>{words.attach}</summary>
      <div class="attachments">
        <ActForm phone={phone} kind="media">
          <label>
            {words.file}
            <input name="file" type="file" required />
          </label>
          <label>
            {words.caption}
            <input name="caption" maxlength={200} autocomplete="off" />
          </label>
          <button type="submit">{words.sendFile}</button>
        </ActForm>
        <ActForm phone={phone} kind="location">
          <label>
            {words.latitude}
            <input name="latitude" value="-6.9175" inputmode="decimal" required />
          </label>
          <label>
            {words.longitude}
            <input name="longitude" value="107.6191" inputmode="decimal" required />
          </label>
          <button type="submit">{words.sendLocation}</button>
        </ActForm>
        <ActForm phone={phone} kind="contacts">
          <label>
            {words.name}
            <input name="name" value="Budi" required maxlength={60} autocomplete="off" />
          </label>
          <label>
            {words.phoneNumber}
            <input name="phone" value="+62 812 0000 0099" required autocomplete="off" />
          </label>
          <button type="submit">{words.sendContact}</button>
        </ActForm>
        <div class="row">
          <ActForm phone={phone} kind="reaction">
            {reactions.map((emoji) => (
              <button type="submit" name="emoji" value={emoji} aria-label={words.react(emoji)}>
                {emoji}
              </button>
            ))}
          </ActForm>
          <ActForm phone={phone} kind="call">
            <button type="submit">{words.call}</button>
          </ActForm>
          <ActForm phone={phone} kind="revoke">
            <button type="submit">{words.revoke}</button>
          </ActForm>
        </div>
      </div>
    </details>
  );
}
