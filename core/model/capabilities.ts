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
  readonly templates: boolean;
  readonly reactions: boolean;
  /** How long free-form messages may follow the person's last one; undefined: for ever. */
  readonly windowMs?: number;
  /** How bold, italic and code look in text. */
  readonly markup: "whatsapp" | "markdown" | "none";
}
