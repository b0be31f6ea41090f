import type { CatalogAction } from "#core/flow/catalog.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import { whereThen, widenSchema } from "#core/lib/widen-schema.ts";

/** What `run` and `with` of a step may hold beyond what every action has in common; anything, while no action is known. */
const noActions = { action_name: {}, action: {} } as const;

/** A text that is computed fits whatever it comes to; the checker looks at its type. */
const template = { type: "string", pattern: "\\{\\{" };

/**
 * Definitions for editors: names of actions to complete under `run`, and what each is given under
 * `with`. A name that is not among them is left to the checker, which knows the whole bot.
 */
export function actionDefinitions(
  actions: readonly CatalogAction[],
): Readonly<Record<string, Json>> {
  if (actions.length === 0) return noActions;
  const inputs = actions.flatMap(({ name, input }) =>
    Object.entries(
      widenSchema(input, { name: nameOf(name), also: template, isWideEnough: isFreeText }),
    ),
  );
  return {
    action_name: {
      anyOf: [
        ...actions.map(({ name, about }) => ({ const: name, description: about })),
        { type: "string" },
      ],
    },
    action: { allOf: actions.map(whatIsGiven) },
    ...Object.fromEntries(inputs),
  };
}

function nameOf(action: string): string {
  return `action_${action}`;
}

function whatIsGiven({ name, input }: CatalogAction): Json {
  const mustGive = Array.isArray(input["required"]) && input["required"].length > 0;
  return whereThen(
    { properties: { run: { const: name } }, required: ["run"] },
    {
      properties: { with: { $ref: `#/definitions/${nameOf(name)}` } },
      ...(mustGive ? { required: ["with"] } : {}),
    },
  );
}

/** What narrows a text, so that a template may stand outside of it. */
const bounds = ["format", "pattern", "enum", "const", "minLength", "maxLength"];

function isFreeText(schema: JsonObject): boolean {
  return schema["type"] === "string" && !bounds.some((keyword) => keyword in schema);
}
