import {
  type Json,
  type JsonObject,
  type TemplateButton,
  type TemplateContent,
  type TextContent,
  variablesOf,
} from "sapa/plugin";
import { listOf, numberOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** Meta's `components` as a content; undefined for what none can say: files, cards, forms, catalogues. */
export function readTemplateContent(
  components: readonly Json[],
  isCode: boolean,
): TemplateContent | undefined {
  const parts = components.map((item) => objectOf(item) ?? {});
  if (!parts.every((part) => known.includes(typeOf(part)))) return undefined;
  const find: Find = (type) => parts.find((part) => typeOf(part) === type);
  return isCode ? readCode(find) : readText(find);
}

type Find = (type: string) => JsonObject | undefined;

function readText(find: Find): TemplateContent | undefined {
  const body = tight(textOf(find("BODY")?.["text"]));
  const header = find("HEADER");
  const isTextHeader = (textOf(header?.["format"]) ?? "TEXT") === "TEXT";
  const buttons = listOf(find("BUTTONS")?.["buttons"]).map((item) => readButton(objectOf(item)));
  const read = buttons.filter((button) => button !== undefined);
  if (body === undefined || !isTextHeader || read.length < buttons.length) return undefined;
  const footer = textOf(find("FOOTER")?.["text"])?.trim();
  return {
    kind: "text",
    ...readHeader(header),
    body,
    ...(footer === undefined ? {} : { footer }),
    buttons: read,
    examples: readExamples(objectOf(find("BODY")?.["example"]), body),
  };
}

function readHeader(header: JsonObject | undefined): Pick<TextContent, "header"> {
  const text = tight(textOf(header?.["text"]));
  if (text === undefined) return {};
  const example = textOf(listOf(objectOf(header?.["example"])?.["header_text"])[0]);
  return { header: example === undefined ? { text } : { text, example } };
}

const known: readonly string[] = ["HEADER", "BODY", "FOOTER", "BUTTONS"];

/** Meta writes the text of a one-time code, so that only what was asked for is compared. */
function readCode(find: Find): TemplateContent {
  const button = objectOf(listOf(find("BUTTONS")?.["buttons"])[0]);
  const minutes = numberOf(find("FOOTER")?.["code_expiration_minutes"]);
  return {
    kind: "code",
    button: textOf(button?.["text"]) ?? "",
    ...(minutes === undefined ? {} : { minutes }),
    isSecret: find("BODY")?.["add_security_recommendation"] === true,
  };
}

function readButton(button: JsonObject = {}): TemplateButton | undefined {
  const text = textOf(button["text"]) ?? "";
  switch (typeOf(button)) {
    case "QUICK_REPLY":
      return { kind: "quick_reply", text };
    case "URL":
      return readLink(button, text);
    case "PHONE_NUMBER":
      return { kind: "phone", text, phone: textOf(button["phone_number"]) ?? "" };
    case "COPY_CODE":
      return { kind: "copy_code", example: firstText(button["example"]) ?? "" };
    default:
      return undefined;
  }
}

function readLink(button: JsonObject, text: string): TemplateButton {
  const url = tight(textOf(button["url"])) ?? "";
  const example = firstText(button["example"]);
  return { kind: "url", text, url, ...(example === undefined ? {} : { example }) };
}

/** An example comes alone or in a list. */
function firstText(example: Json | undefined): string | undefined {
  return textOf(listOf(example)[0] ?? example);
}

function readExamples(example: JsonObject | undefined, body: string): readonly string[] {
  const named = listOf(example?.["body_text_named_params"]).map((item) => objectOf(item));
  const positional = listOf(listOf(example?.["body_text"])[0]);
  return variablesOf(body).map((name, index) => {
    const own = named.find((item) => textOf(item?.["param_name"]) === name);
    return textOf(own?.["example"] ?? positional[index]) ?? "";
  });
}

function typeOf(part: JsonObject): string {
  return textOf(part["type"])?.toUpperCase() ?? "";
}

/** A text without the spaces that may stand around it and in the braces of its variables. */
function tight(text: string | undefined): string | undefined {
  return text?.trim().replace(/\{\{\s*([a-z0-9_]+)\s*\}\}/g, "{{$1}}");
}
