import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { listOf, objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import {
  checkCount,
  checkOptionalText,
  checkText,
  checkUnique,
  firstError,
  invalid,
  missing,
} from "./check-parts.ts";

/** Refuses the reply buttons of a message. Source: reference 3.3. */
export function checkButtons(action: JsonObject): GraphError | undefined {
  const buttons = listOf(action["buttons"]).map(objectOf);
  const replies = buttons.map((button) => objectOf(button?.["reply"]));
  return firstError(
    () => checkCount(buttons, "buttons", 1, 3),
    () =>
      buttons.every((button) => button?.["type"] === "reply") ? undefined : invalid("Button type"),
    ...replies.flatMap((reply) => [
      () => checkText(reply?.["id"], "Button id", 256),
      () => checkText(reply?.["title"], "Button title", 20),
    ]),
    () => checkUnique(replies, "id", "button id"),
    () => checkUnique(replies, "title", "button title"),
  );
}

/** Refuses a list that opens. Source: reference 3.3. */
export function checkList(action: JsonObject): GraphError | undefined {
  const sections = listOf(action["sections"]).map(objectOf);
  const rows = sections.flatMap((section) => listOf(section?.["rows"]).map(objectOf));
  const checkTitle = sections.length > 1 ? checkText : checkOptionalText;
  return firstError(
    () => checkCount(sections, "sections", 1, 10),
    () => (rows.length < 1 ? missing("rows") : undefined),
    () => (rows.length > 10 ? invalid("Total row count exceed max allowed count: 10") : undefined),
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
