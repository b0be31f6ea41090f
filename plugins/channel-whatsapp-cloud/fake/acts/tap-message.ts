import { BotError, type JsonObject, type ShownMessage } from "sapa/plugin";
import { messageType } from "#plugins/channel-whatsapp-cloud/fake/message-type.ts";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { type ActContext, answering } from "./act-context.ts";

type Tap = ShownMessage["options"][number];

/**
 * A tap on a button, a list row or a template's quick reply, by id or by title, of the newest message
 * that offers it. Throws `SIMULATOR_CHOICE_UNKNOWN` if none does. Source: reference 2.3.
 */
export function choiceMessage(choice: string, { find }: ActContext): JsonObject {
  const isOption = (option: Tap) => option.id === choice || option.title === choice;
  const message = find((shown) => shown.options.some(isOption));
  const option = message?.options.find(isOption);
  if (message === undefined || option === undefined) {
    throw new BotError("SIMULATOR_CHOICE_UNKNOWN", `No message offers "${choice}"`, {
      hint: "Name an option of a message that was sent to this person, by id or by title.",
    });
  }
  const body = objectOf(message.body) ?? {};
  const context = answering(message);
  if (messageType(body) === "template") {
    return { type: "button", context, button: { payload: option.id, text: option.title } };
  }
  return { type: "interactive", context, interactive: replyTo(body, option) };
}

function replyTo(body: JsonObject, option: Tap): JsonObject {
  const interactive = objectOf(body["interactive"]);
  const reply = { id: option.id, title: option.title };
  if (textOf(interactive?.["type"]) !== "list")
    return { type: "button_reply", button_reply: reply };
  const description = describe(objectOf(interactive?.["action"]), option.id);
  return {
    type: "list_reply",
    list_reply: { ...reply, ...(description === undefined ? {} : { description }) },
  };
}

/** The small print of a list's row. */
function describe(action: JsonObject | undefined, id: string): string | undefined {
  const rows = listOf(action?.["sections"]).flatMap((section) =>
    listOf(objectOf(section)?.["rows"]).map(objectOf),
  );
  return textOf(rows.find((row) => textOf(row?.["id"]) === id)?.["description"]);
}
