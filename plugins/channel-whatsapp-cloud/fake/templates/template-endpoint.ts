import { type Clock, dayMs, type JsonObject, secondMs } from "sapa/plugin";
import { type Answer, ok, refuse, succeeded } from "#plugins/channel-whatsapp-cloud/fake/answer.ts";
import {
  checkComponents,
  checkNewTemplate,
} from "#plugins/channel-whatsapp-cloud/fake/checks/check-new-template.ts";
import { objectsOf } from "#plugins/channel-whatsapp-cloud/fake/objects-of.ts";
import { numberOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { Template, TemplateCategory } from "./template.ts";
import { templateFields } from "./template-fields.ts";
import type { TemplateReview } from "./template-review.ts";
import { readTemplateShape } from "./template-shape.ts";
import type { Templates } from "./templates.ts";

/** Most templates of an account. Source: reference 3.5, a portfolio that is not verified. */
const maxTemplates = 250;
/** How often an approved template may be changed. Source: reference 3.5. */
const editLimits = { perDay: 1, perMonth: 10, monthMs: 30 * dayMs };
const maxPage = 1_000;
const defaultPage = 25;

export interface TemplateEndpointDeps {
  readonly clock: Clock;
  readonly templates: Templates;
  readonly review: TemplateReview;
}

/** `GET /{account}/message_templates`: a page of them. */
export function listTemplates(deps: TemplateEndpointDeps, query: URLSearchParams): Answer {
  const status = query.get("status")?.toUpperCase();
  const name = query.get("name");
  const fitting = deps.templates
    .all()
    .filter((template) => status === undefined || template.status === status)
    .filter((template) => name === null || template.name.includes(name));
  const limit = Math.min(maxPage, Math.max(1, numberOf(query.get("limit")) ?? defaultPage));
  const after = query.get("after");
  const begin = after === null ? 0 : fitting.findIndex(({ id }) => id === after) + 1;
  const page = fitting.slice(begin, begin + limit);
  const last = page.at(-1);
  const cursors = { before: page[0]?.id ?? "", after: last?.id ?? "" };
  const hasMore = begin + limit < fitting.length;
  return ok({
    data: page.map((template) => templateFields(template, query.get("fields"))),
    paging: { cursors, ...(hasMore ? { next: `?after=${cursors.after}&limit=${limit}` } : {}) },
  });
}

/** `POST /{account}/message_templates`: hands one in for review. */
export function createTemplate(deps: TemplateEndpointDeps, body: JsonObject): Answer {
  const refusal = checkNewTemplate(body);
  if (refusal !== undefined) return refuse(refusal);
  const name = textOf(body["name"]) ?? "";
  const language = textOf(body["language"]) ?? "";
  if (deps.templates.named(name, language) !== undefined) {
    return refuse({
      code: 100,
      details: `There is already a ${language} template called ${name}.`,
    });
  }
  if (deps.templates.isNameBlocked(name, deps.clock.now())) {
    const details = `A template called ${name} was deleted within the last 30 days.`;
    return refuse({ code: 100, details });
  }
  if (deps.templates.all().length >= maxTemplates) {
    return refuse({ code: 2388019, details: `An account may have ${maxTemplates} templates.` });
  }
  const components = objectsOf(body["components"]);
  const ttl = numberOf(body["message_send_ttl_seconds"]);
  const template = deps.templates.add({
    name,
    language,
    category: readCategory(body) ?? "UTILITY",
    status: "PENDING",
    components,
    shape: readTemplateShape(components),
    ttlMs: ttl === undefined || ttl < 0 ? undefined : ttl * secondMs,
  });
  deps.review.begin(template);
  return ok({ id: template.id, status: template.status, category: template.category });
}

/** `DELETE /{account}/message_templates`: by name in all languages, or by id and name in one. */
export function deleteTemplates(deps: TemplateEndpointDeps, query: URLSearchParams): Answer {
  const name = query.get("name");
  if (name === null) return refuse({ code: 100, details: "The parameter name is required." });
  const id = query.get("hsm_id") ?? undefined;
  return deps.templates.remove(name, id, deps.clock.now())
    ? succeeded
    : refuse({ code: 100, details: `Message template "${name}" was not found.` });
}

/** `POST /{template}`: changes category or parts, which are reviewed again. */
export function editTemplate(
  deps: TemplateEndpointDeps,
  template: Template,
  body: JsonObject,
): Answer {
  const components = body["components"] === undefined ? undefined : objectsOf(body["components"]);
  const refusal = components === undefined ? undefined : checkComponents(components);
  if (refusal !== undefined) return refuse(refusal);
  const category = readCategory(body);
  if (components === undefined && category === undefined) {
    return refuse({ code: 100, details: "Nothing to change: category or components." });
  }
  const problem = editProblem(deps, template, category);
  if (problem !== undefined) return refuse({ code: 100, details: problem });
  if (template.status === "APPROVED") template.editedAt = [...template.editedAt, deps.clock.now()];
  template.category = category ?? template.category;
  if (components !== undefined) {
    template.components = components;
    template.shape = readTemplateShape(components);
  }
  deps.review.begin(template);
  return succeeded;
}

/** `POST /{template}/unpause`. */
export function unpauseTemplate(deps: TemplateEndpointDeps, template: Template): Answer {
  if (template.status !== "PAUSED") {
    return refuse({ code: 100, details: "The template is not paused." });
  }
  void deps.review.decide(template, "approved");
  return succeeded;
}

/** `GET /{template}`. */
export function showTemplate(template: Template, query: URLSearchParams): Answer {
  return ok(templateFields(template, query.get("fields")));
}

function editProblem(
  { clock }: TemplateEndpointDeps,
  template: Template,
  category: TemplateCategory | undefined,
): string | undefined {
  const { status } = template;
  if (status === "PENDING" || status === "DISABLED")
    return `A template that is ${status} is fixed.`;
  if (status !== "APPROVED") return undefined;
  if (category !== undefined && category !== template.category) {
    return "The category of an approved template is fixed.";
  }
  const now = clock.now();
  template.editedAt = template.editedAt.filter((at) => now - at < editLimits.monthMs);
  const today = template.editedAt.filter((at) => now - at < dayMs);
  const isTooOften =
    today.length >= editLimits.perDay || template.editedAt.length >= editLimits.perMonth;
  return isTooOften ? "The template was changed too often." : undefined;
}

function readCategory(body: JsonObject): TemplateCategory | undefined {
  const word = body["category"];
  return word === "MARKETING" || word === "UTILITY" || word === "AUTHENTICATION" ? word : undefined;
}
