import type { JsonObject, Millis, ShownMessage } from "sapa/plugin";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { messageType } from "./check-message.ts";
import { type Person, shownPerson } from "./person.ts";
import { bodyValues, type FakeTemplate } from "./templates.ts";

interface Tap {
  readonly id: string;
  readonly title: string;
}

/** The message as the person sees it. `template` is the approved one that the body names. */
export function showMessage(
  vendorId: string,
  person: Person,
  at: Millis,
  body: JsonObject,
  template: FakeTemplate | undefined,
): ShownMessage {
  const sent = objectOf(body["template"]);
  return {
    vendorId,
    person: shownPerson(person),
    at,
    text: shownText(body),
    options: template === undefined ? interactiveTaps(body) : templateTaps(body, template),
    ...(template === undefined || sent === undefined
      ? {}
      : { template: { name: template.name, values: bodyValues(sent) } }),
    body,
  };
}

function shownText(body: JsonObject): string {
  const type = messageType(body);
  const content = objectOf(body[type]) ?? {};
  if (type === "text") return textOf(content["body"]) ?? "";
  if (type === "interactive") return textOf(objectOf(content["body"])?.["text"]) ?? "";
  if (type === "reaction") return textOf(content["emoji"]) ?? "";
  if (type === "template") return `[${textOf(content["name"]) ?? ""}]`;
  return textOf(content["caption"]) ?? `[${type}]`;
}

function interactiveTaps(body: JsonObject): readonly Tap[] {
  const action = objectOf(objectOf(body["interactive"])?.["action"]);
  const buttons = listOf(action?.["buttons"]).map((item) => objectOf(objectOf(item)?.["reply"]));
  const rows = listOf(action?.["sections"]).flatMap((section) =>
    listOf(objectOf(section)?.["rows"]).map(objectOf),
  );
  return [...buttons, ...rows].flatMap((item) => {
    const id = textOf(item?.["id"]);
    return id === undefined ? [] : [{ id, title: textOf(item?.["title"]) ?? id }];
  });
}

/** Quick replies: the payload that was sent along, else the label. */
function templateTaps(body: JsonObject, template: FakeTemplate): readonly Tap[] {
  const components = listOf(objectOf(body["template"])?.["components"]).map(objectOf);
  const payloads = new Map<string, string>();
  for (const component of components) {
    const [parameter] = listOf(component?.["parameters"]);
    const payload = textOf(objectOf(parameter)?.["payload"]);
    if (payload !== undefined) payloads.set(textOf(component?.["index"]) ?? "0", payload);
  }
  const labels = template.buttons ?? [];
  const indexes = new Set([...labels.keys().map(String), ...payloads.keys()]);
  return [...indexes].map((index) => {
    const title = labels[Number(index)];
    const id = payloads.get(index) ?? title ?? index;
    return { id, title: title ?? id };
  });
}
