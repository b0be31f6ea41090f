import { type Json, type JsonObject, type NetworkTemplate, templateLanguage } from "sapa/plugin";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { readTemplateContent } from "./read-template-content.ts";
import { readCategoryWord, readQualityWord, readStatusWord } from "./template-words.ts";

/** A template of Meta's list; undefined for what is none. Source: reference 3.5. */
export function readNetworkTemplate(item: Json): NetworkTemplate | undefined {
  const template = objectOf(item) ?? {};
  const vendorId = textOf(template["id"]);
  const name = textOf(template["name"]);
  const language = textOf(template["language"]);
  if (vendorId === undefined || name === undefined || language === undefined) return undefined;
  const status = readStatusWord(textOf(template["status"]) ?? "") ?? "other";
  return {
    vendorId,
    name,
    language: templateLanguage(language),
    status,
    ...readJudgement(template),
    ...readContent(template),
  };
}

function readJudgement(
  template: JsonObject,
): Pick<NetworkTemplate, "category" | "quality" | "reason"> {
  const category = readCategoryWord(textOf(template["category"]) ?? "");
  const quality = readQualityWord(textOf(objectOf(template["quality_score"])?.["score"]) ?? "");
  const reason = textOf(template["rejected_reason"]) ?? "";
  return {
    ...(category === undefined ? {} : { category }),
    ...(quality === undefined ? {} : { quality }),
    ...(reason === "NONE" || reason === "" ? {} : { reason }),
  };
}

function readContent(template: JsonObject): Pick<NetworkTemplate, "content"> {
  const isCode = textOf(template["category"]) === "AUTHENTICATION";
  const content = readTemplateContent(listOf(template["components"]), isCode);
  return content === undefined ? {} : { content };
}
