import { dayMs, type JsonObject, later, type Millis } from "sapa/plugin";
import { textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { templateComponents } from "#plugins/channel-whatsapp-cloud/templates/template-components.ts";
import { sentLanguage } from "./sent-template.ts";
import { declaredShape, type FakeTemplate, type Template } from "./template.ts";
import { readTemplateShape } from "./template-shape.ts";

/** How long the name of a deleted template cannot be used again. Source: reference 3.5. */
const nameBlockedMs = 30 * dayMs;

/** What a new template is made of. */
export type NewTemplate = Pick<
  Template,
  "name" | "language" | "category" | "status" | "components" | "shape" | "ttlMs"
>;

/** The templates of the fake's messaging account. Meta's own `hello_world` is one. */
export class Templates {
  readonly #byKey = new Map<string, Template>();
  readonly #byId = new Map<string, Template>();
  readonly #blockedNames = new Map<string, Millis>();
  #count = 0;

  constructor() {
    this.approve({ name: "hello_world", language: "en_US", bodyParameters: 0 });
  }

  /** Declares an approved template; one of the same name and language is replaced. */
  approve(template: FakeTemplate): Template {
    const { name, language, content } = template;
    const components = template.components ?? (content && templateComponents(content));
    return this.add({
      name,
      language,
      category: categories[template.category ?? "utility"],
      status: "APPROVED",
      components,
      shape: components === undefined ? declaredShape(template) : readTemplateShape(components),
      ttlMs: undefined,
    });
  }

  add(template: NewTemplate): Template {
    const key = keyOf(template.name, template.language);
    const before = this.#byKey.get(key);
    this.#count += before === undefined ? 1 : 0;
    const added: Template = {
      ...template,
      id: before?.id ?? `7${String(this.#count).padStart(14, "0")}`,
      quality: "UNKNOWN",
      reason: "NONE",
      pauses: 0,
      editedAt: [],
    };
    this.#byKey.set(key, added);
    this.#byId.set(added.id, added);
    return added;
  }

  /** The template that a send names, whatever its status. */
  find(sent: JsonObject): Template | undefined {
    return this.named(textOf(sent["name"]) ?? "", sentLanguage(sent) ?? "");
  }

  named(name: string, language: string): Template | undefined {
    return this.#byKey.get(keyOf(name, language));
  }

  byId(id: string): Template | undefined {
    return this.#byId.get(id);
  }

  /** All of them, oldest first. */
  all(): readonly Template[] {
    return [...this.#byId.values()];
  }

  /** Removes a template in one language, by its id, or in all of them; false if there is none. */
  remove(name: string, id: string | undefined, now: Millis): boolean {
    const gone = this.all().filter(
      (template) => template.name === name && (id === undefined || template.id === id),
    );
    for (const template of gone) {
      this.#byKey.delete(keyOf(template.name, template.language));
      this.#byId.delete(template.id);
    }
    if (gone.length > 0) this.#blockedNames.set(name, later(now, nameBlockedMs));
    return gone.length > 0;
  }

  /** True while the name of a deleted template cannot be used. */
  isNameBlocked(name: string, now: Millis): boolean {
    return now < (this.#blockedNames.get(name) ?? 0);
  }
}

const categories = {
  marketing: "MARKETING",
  utility: "UTILITY",
  authentication: "AUTHENTICATION",
} as const;

function keyOf(name: string, language: string): string {
  return `${name} ${language}`;
}
