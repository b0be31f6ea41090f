import type { JsonObject, Millis, ShownMessage } from "sapa/plugin";
import { messageType } from "#plugins/channel-whatsapp-cloud/fake/message-type.ts";
import { type Person, shownPerson } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import {
  bodyValues,
  sentComponents,
  sentParameters,
} from "#plugins/channel-whatsapp-cloud/fake/templates/sent-template.ts";
import type { Template } from "#plugins/channel-whatsapp-cloud/fake/templates/template.ts";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { showContent } from "./show-content.ts";

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
  template: Template | undefined,
): ShownMessage {
  const sent = objectOf(body["template"]);
  const content = showContent(body);
  return {
    vendorId,
    person: shownPerson(person),
    at,
    text: shownText(body),
    options: template === undefined ? interactiveTaps(body) : templateTaps(body, template),
    ...(template === undefined || sent === undefined
      ? {}
      : { template: { name: template.name, values: bodyValues(sent) } }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
    body,
  };
}

function shownText(body: JsonObject): string {
  const type = messageType(body);
  const content = objectOf(body[type]) ?? {};
  switch (type) {
    case "text":
      return textOf(content["body"]) ?? "";
    case "interactive":
      return textOf(objectOf(content["body"])?.["text"]) ?? `[${textOf(content["type"]) ?? type}]`;
    case "reaction":
      return textOf(content["emoji"]) ?? "";
    case "template":
      return `[${textOf(content["name"]) ?? ""}]`;
    case "location":
      return textOf(content["name"]) ?? "[location]";
    default:
      return textOf(content["caption"]) ?? `[${type}]`;
  }
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
function templateTaps(body: JsonObject, { shape }: Template): readonly Tap[] {
  const payloads = new Map<number, string>();
  for (const component of sentComponents(objectOf(body["template"]) ?? {}, "button")) {
    const payload = textOf(sentParameters(component)[0]?.["payload"]);
    if (payload !== undefined) payloads.set(Number(component["index"] ?? 0), payload);
  }
  const labels = new Map(
    [...shape.buttons.entries()]
      .filter(([, button]) => button.type === "QUICK_REPLY")
      .map(([index, button]) => [index, button.label]),
  );
  const indexes = new Set([...labels.keys(), ...payloads.keys()]);
  return [...indexes].map((index) => {
    const title = labels.get(index);
    const id = payloads.get(index) ?? title ?? String(index);
    return { id, title: title ?? id };
  });
}
