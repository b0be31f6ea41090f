import type { JsonObject } from "sapa/plugin";
import { objectsOf } from "#plugins/channel-whatsapp-cloud/fake/objects-of.ts";
import { textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

type HeaderMedia = "image" | "video" | "document";

/** What stands above the body of a template. */
export type HeaderShape =
  /** Nobody told: anything is taken. */
  | { readonly kind: "any" }
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly variables: readonly string[] }
  | { readonly kind: "media"; readonly media: HeaderMedia }
  | { readonly kind: "location" };

export interface ButtonShape {
  /** Meta's name in upper case, such as `QUICK_REPLY`. */
  readonly type: string;
  readonly label: string;
  /** True if a send has to bring a value for it. */
  readonly needsValue: boolean;
}

/** What a send of a template has to fit. `undefined`: nobody told, anything is taken. */
export interface TemplateShape {
  readonly isNamed: boolean;
  readonly header: HeaderShape;
  readonly bodyText: string | undefined;
  /** Names of the body's variables; positions as text where they have no names. */
  readonly variables: readonly string[] | undefined;
  readonly buttons: readonly ButtonShape[];
  /** True if buttons beyond `buttons` may be there. */
  readonly hasOtherButtons: boolean;
  readonly cards: readonly TemplateShape[];
}

/** Reads a template's `components` as they were handed in. Source: reference 3.5. */
export function readTemplateShape(components: readonly JsonObject[]): TemplateShape {
  const find = (type: string) => components.find((item) => componentType(item) === type);
  const body = find("BODY");
  const bodyText = textOf(body?.["text"]);
  const cards = objectsOf(find("CAROUSEL")?.["cards"]);
  // Meta writes the text of a one-time code itself; the code is its only variable.
  const isCode = typeof body?.["add_security_recommendation"] === "boolean";
  const own = bodyText === undefined ? [] : findVariables(bodyText);
  const variables = isCode ? ["1"] : own;
  return {
    isNamed: variables.some((variable) => !/^\d+$/.test(variable)),
    header: readHeader(find("HEADER")),
    bodyText,
    variables,
    buttons: objectsOf(find("BUTTONS")?.["buttons"]).map(readButton),
    hasOtherButtons: false,
    cards: cards.map((card) => readTemplateShape(objectsOf(card["components"]))),
  };
}

/** The type of a component in upper case; Meta takes either. */
export function componentType(component: JsonObject): string {
  return textOf(component["type"])?.toUpperCase() ?? "";
}

/** What stands between `{{` and `}}`, each once, in order. */
export function findVariables(text: string): readonly string[] {
  const names = text.matchAll(/\{\{\s*([a-z0-9_]+)\s*\}\}/gi).map((match) => match[1] ?? "");
  return [...new Set(names)];
}

function readHeader(header: JsonObject | undefined): HeaderShape {
  if (header === undefined) return { kind: "none" };
  const format = textOf(header["format"])?.toLowerCase() ?? "text";
  if (format === "image" || format === "video" || format === "document") {
    return { kind: "media", media: format };
  }
  if (format === "location") return { kind: "location" };
  return { kind: "text", variables: findVariables(textOf(header["text"]) ?? "") };
}

const alwaysWithValue: ReadonlySet<string> = new Set(["COPY_CODE", "OTP", "MPM"]);

function readButton(button: JsonObject): ButtonShape {
  const type = componentType(button);
  const hasVariable = findVariables(textOf(button["url"]) ?? "").length > 0;
  return {
    type,
    label: textOf(button["text"]) ?? "",
    needsValue: alwaysWithValue.has(type) || hasVariable,
  };
}
