import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { objectsOf } from "#plugins/channel-whatsapp-cloud/fake/objects-of.ts";
import {
  componentType,
  findVariables,
} from "#plugins/channel-whatsapp-cloud/fake/templates/template-shape.ts";
import { numberOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { firstError } from "./check-parts.ts";

const maxNameChars = 512;
const maxBodyChars = 1_024;
const maxLineChars = 60;
const maxLabelChars = 25;
const maxUrlChars = 2_000;
const maxPhoneChars = 20;
const maxButtons = 10;
/** Most buttons of one kind. */
const maxOfKind: Readonly<Record<string, number>> = { URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1 };
/** Words that a body needs for each variable, the variables themselves left out. */
const wordsPerVariable = 2;
/** How long an unread message may wait, in seconds, by category. `-1` is 30 days. */
const ttlBounds: Readonly<Record<string, readonly [number, number]>> = {
  AUTHENTICATION: [30, 900],
  UTILITY: [30, 43_200],
  MARKETING: [43_200, 2_592_000],
};

/** Meta's refusal of a template that is handed in, or undefined if it is taken. Reference 3.5. */
export function checkNewTemplate(body: JsonObject): GraphError | undefined {
  const name = textOf(body["name"]) ?? "";
  const category = textOf(body["category"]) ?? "";
  const format = textOf(body["parameter_format"])?.toLowerCase() ?? "positional";
  return firstError(
    () => (/^[a-z0-9_]+$/.test(name) ? undefined : invalidParameter("name")),
    () => (name.length > maxNameChars ? tooLong("name", maxNameChars) : undefined),
    () => (Object.hasOwn(ttlBounds, category) ? undefined : invalidParameter("category")),
    () =>
      /^[a-z]{2,3}(_[A-Za-z]{2,4})?$/.test(textOf(body["language"]) ?? "")
        ? undefined
        : invalidParameter("language"),
    () =>
      format === "positional" || format === "named"
        ? undefined
        : invalidParameter("parameter_format"),
    () => checkTtl(category, numberOf(body["message_send_ttl_seconds"])),
    () => checkComponents(objectsOf(body["components"])),
  );
}

/** Refuses the parts of a template, when it is made and when it is changed. */
export function checkComponents(components: readonly JsonObject[]): GraphError | undefined {
  const find = (type: string) => components.find((item) => componentType(item) === type);
  return firstError(
    () => checkHeader(find("HEADER")),
    () => checkBody(find("BODY")),
    () => checkFooter(find("FOOTER")),
    () => checkButtons(objectsOf(find("BUTTONS")?.["buttons"])),
  );
}

function checkTtl(category: string, seconds: number | undefined): GraphError | undefined {
  const [min, max] = ttlBounds[category] ?? [0, 0];
  const isForever = seconds === -1 && category !== "MARKETING";
  const isFine = seconds === undefined || isForever || (seconds >= min && seconds <= max);
  return isFine ? undefined : invalidParameter("message_send_ttl_seconds");
}

function checkHeader(header: JsonObject | undefined): GraphError | undefined {
  if (header === undefined) return undefined;
  const format = textOf(header["format"])?.toUpperCase() ?? "TEXT";
  if (["IMAGE", "VIDEO", "DOCUMENT", "LOCATION"].includes(format)) return undefined;
  const text = textOf(header["text"]) ?? "";
  if (format !== "TEXT" || text === "") {
    return { code: 2388047, details: "The header has no text and no file." };
  }
  if (text.length > maxLineChars) return tooLong("header", maxLineChars);
  return findVariables(text).length > 1
    ? { code: 2388047, details: "A header may hold one variable." }
    : undefined;
}

/** Authentication templates bring no text of their own: Meta writes it. */
function checkBody(body: JsonObject | undefined): GraphError | undefined {
  if (body === undefined) return { code: 2388072, details: "A template needs a body." };
  if (typeof body["add_security_recommendation"] === "boolean") return undefined;
  const text = textOf(body["text"]) ?? "";
  if (text.trim() === "") return { code: 2388072, details: "The body is empty." };
  if (text.length > maxBodyChars) return tooLong("body", maxBodyChars);
  const variable = /\{\{\s*[a-z0-9_]+\s*\}\}/gi;
  const pieces = text.trim().split(variable);
  if (pieces.length > 1 && (pieces[0] === "" || pieces.at(-1) === "")) {
    return { code: 2388299, details: "Variables cannot be at the start or end of the template." };
  }
  const words = pieces
    .join(" ")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length < (pieces.length - 1) * wordsPerVariable
    ? { code: 2388293, details: "This template has too many variables for its length." }
    : undefined;
}

function checkFooter(footer: JsonObject | undefined): GraphError | undefined {
  if (footer === undefined || typeof footer["code_expiration_minutes"] === "number") {
    return undefined;
  }
  const text = textOf(footer["text"]) ?? "";
  if (text === "" || findVariables(text).length > 0) {
    return { code: 2388073, details: "A footer is a text without variables." };
  }
  return text.length > maxLineChars ? tooLong("footer", maxLineChars) : undefined;
}

function checkButtons(buttons: readonly JsonObject[]): GraphError | undefined {
  const types = buttons.map(componentType);
  return firstError(
    () => (buttons.length > maxButtons ? invalidParameter("buttons") : undefined),
    () => (areQuickRepliesTogether(types) ? undefined : invalidParameter("buttons")),
    ...Object.entries(maxOfKind).map(
      ([kind, max]) =>
        () =>
          types.filter((type) => type === kind).length > max
            ? invalidParameter("buttons")
            : undefined,
    ),
    ...buttons.map((button) => () => checkButton(button)),
  );
}

/** Quick replies come first or last, all in one group. */
function areQuickRepliesTogether(types: readonly string[]): boolean {
  const isQuick = types.map((type) => type === "QUICK_REPLY");
  const changes = isQuick.filter((quick, index) => index > 0 && quick !== isQuick[index - 1]);
  return changes.length <= 1;
}

function checkButton(button: JsonObject): GraphError | undefined {
  const type = componentType(button);
  if (type === "") return invalidParameter("buttons");
  const label = textOf(button["text"]) ?? "";
  if (label.length > maxLabelChars) return tooLong("button text", maxLabelChars);
  const url = textOf(button["url"]) ?? "";
  if (type === "URL" && !/^https?:\/\//i.test(url)) return invalidParameter("url");
  if (url.length > maxUrlChars) return tooLong("url", maxUrlChars);
  const phone = textOf(button["phone_number"]) ?? "";
  return phone.length > maxPhoneChars ? tooLong("phone_number", maxPhoneChars) : undefined;
}

function invalidParameter(name: string): GraphError {
  return { code: 100, details: `Invalid parameter: ${name}` };
}

function tooLong(what: string, maxChars: number): GraphError {
  return { code: 2388040, details: `The ${what} may have ${maxChars} characters.` };
}
