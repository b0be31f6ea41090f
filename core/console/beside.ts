import type { Child } from "hono/jsx";
import type { Phone } from "./phone/phone.ts";
import type { Language, Words } from "./words.ts";

export interface BesideRequest {
  readonly phone: Phone;
  readonly language: Language;
  readonly words: Words;
  /** The flow that was chosen; undefined: the one at work. */
  readonly flow: string | undefined;
}

/** Parts of a page that are told anew when they change, by the id of their place. */
export type Parts = ReadonlyMap<string, string>;

/**
 * What stands beside a phone: everything about a bot of our own, and about another program's bot
 * what its network sees.
 */
export interface Beside {
  /** The name, if there is a flow of it. */
  findFlow(name: string | undefined): string | undefined;
  /** Renders the parts as things are at this moment. */
  render(request: BesideRequest): Promise<Parts>;
  /** The whole of it, with its parts in their places. */
  show(request: BesideRequest, parts: Parts): Child;
  /** Lets the bot forget the person, as far as that is ours to do; false: it is not, and nothing happened. */
  startOver(phone: Phone): Promise<boolean>;
}
