import type { JsonObject } from "sapa/plugin";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { missing } from "./check-parts.ts";
import type { GraphError } from "./graph-error.ts";

/** An approved template. `bodyParameters` left out: any number is taken. */
export interface FakeTemplate {
  readonly name: string;
  readonly language: string;
  readonly bodyParameters?: number | undefined;
  /** Labels of its quick-reply buttons, by position. */
  readonly buttons?: readonly string[] | undefined;
}

/** The approved templates of the fake's messaging account. Meta's own `hello_world` is one. */
export class Templates {
  readonly #templates = new Map<string, FakeTemplate>();

  constructor() {
    this.approve({ name: "hello_world", language: "en_US", bodyParameters: 0 });
  }

  approve(template: FakeTemplate): void {
    this.#templates.set(keyOf(template.name, template.language), template);
  }

  find(template: JsonObject): FakeTemplate | undefined {
    const name = textOf(template["name"]) ?? "";
    return this.#templates.get(keyOf(name, languageOf(template) ?? ""));
  }

  /** Meta's refusal of a `template` object, or undefined if it would be taken. */
  check(template: JsonObject | undefined): GraphError | undefined {
    if (template === undefined) return missing("template");
    if (textOf(template["name"]) === undefined) return missing("template.name");
    if (languageOf(template) === undefined) return missing("template.language.code");
    const known = this.find(template);
    if (known === undefined) {
      const details = `template name (${textOf(template["name"])}) does not exist in ${languageOf(template)}`;
      return { code: 132001, details };
    }
    const given = bodyValues(template).length;
    if (known.bodyParameters === undefined || known.bodyParameters === given) return undefined;
    const details = `body: number of localizable_params (${given}) does not match the expected number of params (${known.bodyParameters})`;
    return { code: 132000, details };
  }
}

function keyOf(name: string, language: string): string {
  return `${name} ${language}`;
}

function languageOf(template: JsonObject): string | undefined {
  return textOf(objectOf(template["language"])?.["code"]);
}

/** The values of the body's variables, in the order sent. */
export function bodyValues(template: JsonObject): readonly string[] {
  const component = listOf(template["components"])
    .map(objectOf)
    .find((item) => textOf(item?.["type"])?.toLowerCase() === "body");
  return listOf(component?.["parameters"]).map((item) => textOf(objectOf(item)?.["text"]) ?? "");
}
