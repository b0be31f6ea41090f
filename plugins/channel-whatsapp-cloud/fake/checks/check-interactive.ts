import type { JsonObject } from "sapa/plugin";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import {
  checkOptionalText,
  checkText,
  checkUnique,
  firstError,
  invalid,
  missing,
} from "./check-parts.ts";
import type { GraphError } from "./graph-error.ts";

/** Kinds whose body Meta requires and bounds at 1,024; the list alone has 4,096. Reference 3.3. */
const bodyChars: Readonly<Record<string, number>> = {
  button: 1_024,
  list: 4_096,
  cta_url: 1_024,
  carousel: 1_024,
  catalog_message: 1_024,
  flow: 4_096,
  location_request_message: 1_024,
  address_message: 4_096,
  voice_call: 4_096,
  request_contact_info: 4_096,
  product_list: 4_096,
};
const bodyless = new Set(["product", "call_permission_request"]);

/** Meta's refusal of an `interactive` object, or undefined if it would be taken. */
export function checkInteractive(interactive: JsonObject | undefined): GraphError | undefined {
  if (interactive === undefined) return missing("interactive");
  const type = textOf(interactive["type"]);
  if (type === undefined) return missing("interactive.type");
  const maxChars = bodyChars[type];
  if (maxChars === undefined && !bodyless.has(type)) return invalid(`Interactive type "${type}"`);
  const body = objectOf(interactive["body"])?.["text"];
  const footer = objectOf(interactive["footer"])?.["text"];
  const header = objectOf(interactive["header"]);
  const action = objectOf(interactive["action"]);
  return firstError(
    () => (maxChars === undefined ? undefined : checkText(body, "Body text", maxChars)),
    () => checkOptionalText(footer, "Footer text", 60),
    () => (header?.["type"] === "text" ? checkText(header["text"], "Header text", 60) : undefined),
    () => (action === undefined ? missing("action") : checkAction(type, action)),
  );
}

function checkAction(type: string, action: JsonObject): GraphError | undefined {
  if (type === "button") return checkButtons(action);
  if (type === "list") return checkList(action);
  return undefined;
}

function checkButtons(action: JsonObject): GraphError | undefined {
  const buttons = listOf(action["buttons"]).map(objectOf);
  if (buttons.length < 1 || buttons.length > 3) {
    return invalid("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3");
  }
  const replies = buttons.map((button) => objectOf(button?.["reply"]));
  if (buttons.some((button) => button?.["type"] !== "reply")) return invalid("Button type");
  return firstError(
    ...replies.flatMap((reply) => [
      () => checkText(reply?.["id"], "Button id", 256),
      () => checkText(reply?.["title"], "Button title", 20),
    ]),
    () => checkUnique(replies, "id", "button id"),
    () => checkUnique(replies, "title", "button title"),
  );
}

function checkList(action: JsonObject): GraphError | undefined {
  const sections = listOf(action["sections"]).map(objectOf);
  if (sections.length < 1 || sections.length > 10) {
    return invalid("Invalid sections count. Min allowed sections: 1, Max allowed sections: 10");
  }
  const rows = sections.flatMap((section) => listOf(section?.["rows"]).map(objectOf));
  if (rows.length < 1) return missing("rows");
  if (rows.length > 10) return invalid("Total row count exceed max allowed count: 10");
  const checkTitle = sections.length > 1 ? checkText : checkOptionalText;
  return firstError(
    () => checkText(action["button"], "Button text", 20),
    ...sections.map((section) => () => checkTitle(section?.["title"], "Section title", 24)),
    ...rows.flatMap((row) => [
      () => checkText(row?.["id"], "Row id", 200),
      () => checkText(row?.["title"], "Row title", 24),
      () => checkOptionalText(row?.["description"], "Row description", 72),
    ]),
    () => checkUnique(rows, "id", "row id"),
  );
}
