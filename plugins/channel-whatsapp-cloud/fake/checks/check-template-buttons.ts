import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { sentParameters } from "#plugins/channel-whatsapp-cloud/fake/templates/sent-template.ts";
import type { TemplateShape } from "#plugins/channel-whatsapp-cloud/fake/templates/template-shape.ts";
import { numberOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import {
  anyLength,
  checkOptionalText,
  checkText,
  firstError,
  invalid,
  missing,
} from "./check-parts.ts";
import { formatMismatch } from "./check-template-values.ts";

const maxButtons = 10;
const maxCodeChars = 15;

/** Refuses values for buttons that are not there, of another kind, or missing. Reference 3.4. */
export function checkTemplateButtons(
  shape: TemplateShape,
  components: readonly JsonObject[],
): GraphError | undefined {
  const filled = components.map((component) => numberOf(component["index"]));
  return firstError(
    ...components.map((component) => () => checkButton(shape, component)),
    ...shape.buttons.map((button, index) => () => {
      if (!button.needsValue || filled.includes(index)) return undefined;
      return missing(`Button at index ${index} of type ${button.type} requires a parameter`);
    }),
  );
}

function checkButton(shape: TemplateShape, component: JsonObject): GraphError | undefined {
  const index = numberOf(component["index"]);
  if (index === undefined || !Number.isInteger(index) || index < 0 || index >= maxButtons) {
    return invalid("Button index must be a number from 0 to 9");
  }
  const type = textOf(component["sub_type"])?.toLowerCase();
  if (type === undefined) return missing("Button sub_type");
  const button = shape.buttons[index];
  if (button === undefined && !shape.hasOtherButtons) {
    return invalid(`The template has no button at index ${index}`);
  }
  if (button !== undefined && !isOfType(button.type, type)) {
    return formatMismatch(`button at index ${index}`, button.type, type);
  }
  return checkValue(type, sentParameters(component)[0]);
}

/** A one-time code's button is filled like a link. Source: reference 3.4. */
function isOfType(declared: string, sent: string): boolean {
  return declared === sent.toUpperCase() || (declared === "OTP" && sent === "url");
}

function checkValue(type: string, parameter: JsonObject | undefined): GraphError | undefined {
  switch (type) {
    case "url":
      return checkText(parameter?.["text"], "Button text", anyLength);
    case "quick_reply":
      return checkOptionalText(parameter?.["payload"], "Button payload", anyLength);
    case "copy_code":
      return checkText(parameter?.["coupon_code"], "Button coupon_code", maxCodeChars);
    default:
      return undefined;
  }
}
