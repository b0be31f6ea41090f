import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import {
  anyLength,
  checkOptionalText,
  checkText,
  firstError,
  invalid,
  missing,
} from "./check-parts.ts";
import { checkNamedAction } from "./check-requests.ts";

/** Longest label that Meta advises; whether more is refused is not known. Source: reference 3.3. */
const maxLabelChars = 30;

/** Refuses the button of a form. Source: reference 3.3. */
export function checkFlow(action: JsonObject): GraphError | undefined {
  const parameters = objectOf(action["parameters"]);
  if (parameters === undefined) return missing("action.parameters");
  return firstError(
    () => checkNamedAction("flow")(action),
    () => checkVersion(parameters),
    () => checkName(parameters),
    () => checkText(parameters["flow_cta"], "flow_cta", maxLabelChars),
    () => checkOptionalText(parameters["flow_token"], "flow_token", anyLength),
    () => checkChoice(parameters, "mode", ["draft", "published"]),
    () => checkChoice(parameters, "flow_action", ["navigate", "data_exchange"]),
    () => checkPayload(parameters),
  );
}

function checkVersion(parameters: JsonObject): GraphError | undefined {
  const version = textOf(parameters["flow_message_version"]);
  if (version === undefined) return missing("flow_message_version");
  return version === "3" ? undefined : invalid("flow_message_version must be 3");
}

function checkName(parameters: JsonObject): GraphError | undefined {
  const named = [parameters["flow_id"], parameters["flow_name"]].filter(
    (name) => name !== undefined,
  );
  if (named.length === 0) return missing("flow_id or flow_name");
  return named.length === 1 ? undefined : invalid("exactly one of flow_id and flow_name");
}

function checkChoice(
  parameters: JsonObject,
  key: string,
  words: readonly string[],
): GraphError | undefined {
  const word = parameters[key];
  const isKnown = word === undefined || (typeof word === "string" && words.includes(word));
  return isKnown ? undefined : invalid(`${key} must be one of ${words.join(", ")}`);
}

/** With `navigate` the first screen may be named; with `data_exchange` the form's server names it. */
function checkPayload(parameters: JsonObject): GraphError | undefined {
  const payload = parameters["flow_action_payload"];
  if (payload === undefined) return undefined;
  if (parameters["flow_action"] === "data_exchange") {
    return invalid("flow_action_payload is not allowed with data_exchange");
  }
  const screen = objectOf(payload)?.["screen"];
  return screen === undefined ? missing("flow_action_payload.screen") : undefined;
}
