import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { parameterText } from "#plugins/channel-whatsapp-cloud/fake/templates/sent-template.ts";
import type { TemplateShape } from "#plugins/channel-whatsapp-cloud/fake/templates/template-shape.ts";
import { textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { firstError, missing } from "./check-parts.ts";

const maxFilledChars = 1_024;
const valueTypes: ReadonlySet<string> = new Set(["text", "currency", "date_time"]);

/** Refuses values that do not fit the body's variables: their number, their names, their length. */
export function checkBodyValues(
  shape: TemplateShape,
  parameters: readonly JsonObject[],
): GraphError | undefined {
  const { variables } = shape;
  return firstError(
    () =>
      variables === undefined || variables.length === parameters.length
        ? undefined
        : countMismatch("body", parameters.length, variables.length),
    ...parameters.map((parameter) => () => checkValue(parameter)),
    () => (variables === undefined ? undefined : checkNames(shape, variables, parameters)),
    () => checkFilledText(shape, parameters),
  );
}

/** Meta's refusal for too few or too many values. */
export function countMismatch(part: string, given: number, expected: number): GraphError {
  const details = `${part}: number of localizable_params (${given}) does not match the expected number of params (${expected})`;
  return { code: 132000, details };
}

/** Meta's refusal for a value of another kind. */
export function formatMismatch(part: string, expected: string, given: string): GraphError {
  const details = `${part}: Format mismatch, expected ${expected.toUpperCase()}, received ${given.toUpperCase()}`;
  return { code: 132012, details };
}

function checkValue(parameter: JsonObject): GraphError | undefined {
  const type = textOf(parameter["type"]) ?? "UNKNOWN";
  if (!valueTypes.has(type)) return formatMismatch("body", "text", type);
  return parameterText(parameter) === ""
    ? missing(`Parameter of type ${type} is missing its value`)
    : undefined;
}

/** Named variables are filled by name, the others by position. */
function checkNames(
  shape: TemplateShape,
  variables: readonly string[],
  parameters: readonly JsonObject[],
): GraphError | undefined {
  const names = parameters.map((parameter) => textOf(parameter["parameter_name"]));
  if (!shape.isNamed) {
    return names.every((name) => name === undefined)
      ? undefined
      : formatMismatch("body", "positional", "named");
  }
  return variables.every((variable) => names.includes(variable))
    ? undefined
    : formatMismatch("body", `parameter_name ${variables.join(", ")}`, names.join(", "));
}

function checkFilledText(
  { bodyText, variables }: TemplateShape,
  parameters: readonly JsonObject[],
): GraphError | undefined {
  if (bodyText === undefined || variables === undefined) return undefined;
  const placeholders = variables.reduce((sum, variable) => sum + variable.length + 4, 0);
  const values = parameters.reduce((sum, parameter) => sum + parameterText(parameter).length, 0);
  const length = bodyText.length - placeholders + values;
  return length <= maxFilledChars
    ? undefined
    : { code: 132005, details: `Translated text too long: ${length} characters` };
}
