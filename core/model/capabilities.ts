import type { MediaKind, MessageOutKind } from "./message-out.ts";

/** What a channel can show and carry; declared as data, so that nothing asks which channel it is. */
export interface Capabilities {
  readonly text: { readonly maxChars: number };
  /** Reply buttons under a text; undefined: none. */
  readonly buttons?: {
    readonly max: number;
    readonly titleChars: number;
    readonly bodyChars: number;
    readonly footerChars: number;
    readonly idChars: number;
  };
  /** A list that opens; undefined: none. */
  readonly list?: {
    readonly maxRows: number;
    readonly maxSections: number;
    readonly titleChars: number;
    readonly descriptionChars: number;
    readonly sectionTitleChars: number;
    readonly buttonChars: number;
    readonly bodyChars: number;
    readonly footerChars: number;
    readonly idChars: number;
  };
  /** Kinds of messages beyond text, buttons and list that it carries; undefined: none. */
  readonly kinds?: readonly MessageOutKind[];
  /** Files it carries out, by kind; undefined: none. */
  readonly media?: Readonly<
    Partial<
      Record<
        MediaKind,
        {
          readonly mimes: readonly string[];
          readonly maxBytes: number;
          readonly captionChars: number;
        }
      >
    >
  >;
  /** Texts of rich messages: body, footer, text header, label of a link or form. */
  readonly rich?: {
    readonly bodyChars: number;
    readonly footerChars: number;
    readonly headerChars: number;
    readonly labelChars: number;
    readonly maxCards: number;
    readonly cardBodyChars: number;
    readonly maxProducts: number;
    readonly maxProductSections: number;
    readonly maxContacts: number;
  };
  /** True if an AI may speak here about a declared subject alone, and not about everything. */
  readonly needsScope?: boolean;
  readonly templates: boolean;
  /** What a template may be made of; undefined: nothing is known, and the network tells. */
  readonly templateLimits?: TemplateLimits;
  readonly reactions: boolean;
  /** Whether it tells what becomes of every message that it takes; not if absent. */
  readonly receipts?: boolean;
  /** How long free-form messages may follow the person's last one; undefined: for ever. */
  readonly windowMs?: number;
  /** How bold, italic and code look in text. */
  readonly markup: "whatsapp" | "markdown" | "none";
}

/** Characters and numbers of the parts of a template, and the words that variables need around them. */
export interface TemplateLimits {
  readonly headerChars: number;
  readonly bodyChars: number;
  readonly footerChars: number;
  readonly labelChars: number;
  readonly urlChars: number;
  readonly phoneChars: number;
  readonly codeChars: number;
  readonly maxButtons: number;
  readonly maxUrls: number;
  readonly maxPhones: number;
  readonly maxCodes: number;
  /** Words of a body for each of its variables, these left out. */
  readonly wordsPerVariable: number;
}
