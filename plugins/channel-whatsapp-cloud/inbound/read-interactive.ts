import type { Json, JsonObject, MessageIn } from "sapa/plugin";
import { isObject, objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { CommonFields } from "./common-fields.ts";
import { isDeeperThan, maxJsonDepth } from "./json-bounds.ts";
import { describeText, needText, unreadable, wholeText } from "./unreadable.ts";

/** A tap on a reply button or a list row, or a form's answer; undefined for any other kind. */
export function readInteractive(
  interactive: JsonObject,
  common: CommonFields,
): MessageIn | undefined {
  switch (textOf(interactive["type"]) ?? "") {
    case "button_reply":
      return readTap(objectOf(interactive["button_reply"]), "button", common);
    case "list_reply":
      return readTap(objectOf(interactive["list_reply"]), "list", common);
    case "nfm_reply":
      return readForm(objectOf(interactive["nfm_reply"]), common);
    default:
      return undefined;
  }
}

function readTap(
  reply: JsonObject | undefined,
  source: "button" | "list",
  common: CommonFields,
): MessageIn {
  const choice = needText(reply?.["id"], `${source}_reply.id`, 4_096);
  const title = describeText(reply?.["title"], 4_096) ?? choice;
  return { kind: "choice", ...common, choice, title, source };
}

/** A tap on a template's quick reply: the payload is the label if none was sent along. */
export function readButton(button: JsonObject, common: CommonFields): MessageIn {
  const label = describeText(button["text"], 4_096);
  const choice = wholeText(button["payload"], 4_096) ?? needText(label, "button.payload", 4_096);
  return { kind: "choice", ...common, choice, title: label ?? choice, source: "template" };
}

/** A form's answer is a text of JSON inside the JSON. */
function readForm(reply: JsonObject | undefined, common: CommonFields): MessageIn {
  const answer = formAnswer(reply?.["response_json"]);
  return {
    kind: "form",
    ...common,
    name: wholeText(reply?.["name"], 4_096),
    token: wholeText(answer["flow_token"], 4_096),
    answer: { ...answer },
  };
}

function formAnswer(response: Json | undefined): JsonObject {
  const answer = typeof response === "string" ? readJson(response) : response;
  if (!isObject(answer)) throw unreadable("nfm_reply.response_json is no JSON object");
  if (isDeeperThan(answer, maxJsonDepth)) throw unreadable("nfm_reply.response_json is too deep");
  return answer;
}
