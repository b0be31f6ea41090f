import type { JsonObject } from "sapa/plugin";
import { objectsOf } from "#plugins/channel-whatsapp-cloud/fake/objects-of.ts";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** The language of a `template` object as it is sent. */
export function sentLanguage(template: JsonObject): string | undefined {
  return textOf(objectOf(template["language"])?.["code"]);
}

/** The components that a send brings, of one type in lower case. */
export function sentComponents(holder: JsonObject, type: string): readonly JsonObject[] {
  return objectsOf(holder["components"]).filter(
    (item) => textOf(item["type"])?.toLowerCase() === type,
  );
}

/** The values of a component, as objects. */
export function sentParameters(component: JsonObject | undefined): readonly JsonObject[] {
  return listOf(component?.["parameters"]).map((item) => objectOf(item) ?? {});
}

/** The values of the body's variables, in the order sent. */
export function bodyValues(template: JsonObject): readonly string[] {
  const [body] = sentComponents(template, "body");
  return sentParameters(body).map(parameterText);
}

/** The words that stand in for a variable. */
export function parameterText(parameter: JsonObject): string {
  const type = textOf(parameter["type"]) ?? "text";
  const value = parameter[type];
  return textOf(value) ?? textOf(objectOf(value)?.["fallback_value"]) ?? "";
}
