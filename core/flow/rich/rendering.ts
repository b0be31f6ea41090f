import type { LocalText } from "#core/flow/compile/local-text.ts";
import type { Placed } from "#core/flow/compile/placed.ts";
import type { Template } from "#core/flow/expression/compile-template.ts";
import { splitText } from "#core/flow/render/split-text.ts";
import type { Failure } from "#core/flow/run/failure.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import type { Json } from "#core/lib/json.ts";
import { cutText } from "#core/lib/text.ts";
import type { MediaKind } from "#core/model/message-out.ts";
import { type RichLimit, roomOf } from "./room.ts";

/** The longest string that is handed to a network as an address, an id or a code. */
const maxValueChars = 4_096;

/**
 * Works out the parts of one rich message. A part that fails becomes something harmless, and the
 * first failure is kept: a message is only sent if there is none.
 */
export class Rendering {
  readonly #turn: Turn;
  #failure: Failure | undefined;
  #ahead: readonly string[] = [];

  constructor(turn: Turn) {
    this.#turn = turn;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** The beginning of a body that is too long for its message, to be sent before it. */
  get ahead(): readonly string[] {
    return this.#ahead;
  }

  /** A body in the channel's own marks; what does not fit goes ahead. */
  body(text: LocalText): string {
    const whole = this.optional(text);
    if (whole === undefined) this.#refuse("the text is empty", text.first.template);
    return whole === undefined ? "-" : this.#fit(whole, this.#room("bodyChars"));
  }

  /** A caption or body that may be missing, and has so much room. */
  caption(text: LocalText | undefined, maxChars: number): string | undefined {
    const whole = text === undefined ? undefined : this.optional(text);
    if (whole === undefined || maxChars > 0) {
      return whole === undefined ? undefined : this.#fit(whole, maxChars);
    }
    this.#ahead = splitText(whole, this.#turn.capabilities.text.maxChars);
    return undefined;
  }

  /** One line without marks, cut to its room; undefined if there is nothing in it. */
  line(text: LocalText | undefined, limit: RichLimit): string | undefined {
    if (text === undefined) return undefined;
    const rendered = this.#turn.render(text, "plain");
    if (!rendered.ok) this.#fail(rendered.failure);
    const line = rendered.ok ? rendered.value.replace(/\s+/g, " ").trim() : "";
    return line === "" ? undefined : cutText(line, this.#room(limit));
  }

  /** A line that must not be empty. */
  label(text: LocalText, limit: RichLimit): string {
    const line = this.line(text, limit);
    if (line === undefined) this.#refuse("the text is empty", text.first.template);
    return line ?? "-";
  }

  /** An id, a code, a name: one line, as it is. */
  value(template: Placed<Template>): string {
    const result = template.value.render(this.#turn.scope());
    if (!result.ok) {
      const { code, message, start, end } = result.error;
      this.#fail({ code, message, at: template.place(start, end) });
      return "-";
    }
    const value = result.value.trim();
    if (value !== "" && value.length <= maxValueChars) return value;
    this.#refuse(value === "" ? "the value is empty" : "the value is too long", template);
    return "-";
  }

  /** A web address; `isSecure` allows https alone. */
  address(template: Placed<Template>, isSecure: boolean): string {
    const value = this.value(template);
    const isRight = (isSecure ? /^https:\/\/[^\s/]/ : /^https?:\/\/[^\s/]/).test(value);
    if (!isRight) this.#refuse("this is no web address that can be sent", template);
    return value;
  }

  /** Anything JSON, with the type that the expression gives. */
  json(template: Placed<Template>): Json {
    const result = this.#turn.evaluate(template);
    if (!result.ok) this.#fail(result.failure);
    return result.ok ? result.value : null;
  }

  /** The same for one that may be missing or empty. */
  optionalValue(template: Placed<Template> | undefined): string | undefined {
    if (template === undefined) return undefined;
    const result = template.value.render(this.#turn.scope());
    return result.ok && result.value.trim() === "" ? undefined : this.value(template);
  }

  /** A number from -bound to bound. */
  number(template: Placed<Template>, bound: number): number {
    const value = this.json(template);
    const isWritten = typeof value === "string" && value.trim() !== "";
    const read = typeof value === "number" ? value : isWritten ? Number(value) : Number.NaN;
    if (Math.abs(read) <= bound) return read;
    this.#refuse(`this is no number from -${bound} to ${bound}`, template);
    return 0;
  }

  /** How long a caption may be. */
  captionRoom(kind: MediaKind): number {
    return this.#turn.capabilities.media?.[kind]?.captionChars ?? 0;
  }

  /** A text in the channel's own marks; undefined if there is nothing in it. */
  optional(text: LocalText): string | undefined {
    const rendered = this.#turn.render(text);
    if (!rendered.ok) this.#fail(rendered.failure);
    const whole = rendered.ok ? rendered.value.trim() : "-";
    return whole === "" ? undefined : whole;
  }

  #fit(whole: string, maxChars: number): string {
    const parts = splitText(whole, this.#turn.capabilities.text.maxChars, maxChars);
    this.#ahead = parts.slice(0, -1);
    return parts.at(-1) ?? "-";
  }

  #room(limit: RichLimit): number {
    const { capabilities } = this.#turn;
    return roomOf(limit, capabilities) ?? capabilities.text.maxChars;
  }

  #refuse(message: string, template: Placed<Template>): void {
    this.#fail({ code: "FLOW_VALUE_REFUSED", message, at: template.place(0) });
  }

  #fail(failure: Failure): void {
    this.#failure ??= failure;
  }
}
