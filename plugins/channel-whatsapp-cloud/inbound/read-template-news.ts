import {
  hourMs,
  type JsonObject,
  later,
  type Millis,
  type TemplateNews,
  templateLanguage,
} from "sapa/plugin";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import {
  readCategoryWord,
  readQualityWord,
  readStatusWord,
} from "#plugins/channel-whatsapp-cloud/templates/template-words.ts";

/** How long the first pause of a template lasts, and the second; then it is disabled. Reference 3.5. */
const pauseHours = { first: 3, longest: 6 };
const maxReasonChars = 500;

/** What an update of Meta's tells of a template; undefined for all other fields. Reference 2.9. */
export function readTemplateNews(
  field: string,
  value: JsonObject,
  at: Millis,
): TemplateNews | undefined {
  const said = Object.hasOwn(readers, field) ? readers[field]?.(value, at) : undefined;
  if (said === undefined) return undefined;
  const vendorId = textOf(value["message_template_id"]);
  const name = textOf(value["message_template_name"]);
  const language = textOf(value["message_template_language"]);
  return {
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(name === undefined ? {} : { name }),
    ...(language === undefined ? {} : { language: templateLanguage(language) }),
    ...said,
  };
}

type Said = Omit<TemplateNews, "vendorId" | "name" | "language">;

const readers: Readonly<Record<string, (value: JsonObject, at: Millis) => Said>> = {
  message_template_status_update(value, at) {
    const status = readStatusWord(textOf(value["event"]) ?? "");
    const category = readCategoryWord(textOf(value["message_template_category"]) ?? "");
    const reason = readReason(value);
    return {
      ...(status === undefined ? {} : { status }),
      ...(status === "paused" ? { untilAt: pauseEnd(value, at) } : {}),
      ...(reason === undefined ? {} : { reason }),
      ...(category === undefined ? {} : { category }),
    };
  },
  message_template_quality_update(value) {
    const quality = readQualityWord(textOf(value["new_quality_score"]) ?? "");
    return quality === undefined ? {} : { quality };
  },
  template_category_update(value) {
    const category = readCategoryWord(textOf(value["new_category"]) ?? "");
    const nextCategory = readCategoryWord(textOf(value["correct_category"]) ?? "");
    return {
      ...(category === undefined ? {} : { category }),
      ...(nextCategory === undefined || nextCategory === category ? {} : { nextCategory }),
    };
  },
};

/** A pause ends by itself, and nobody tells for certain: it is believed no longer than it can last. */
function pauseEnd(value: JsonObject, at: Millis): Millis {
  const isFirst = textOf(objectOf(value["other_info"])?.["title"]) === "FIRST_PAUSE";
  return later(at, (isFirst ? pauseHours.first : pauseHours.longest) * hourMs);
}

function readReason(value: JsonObject): string | undefined {
  const word = textOf(value["reason"]);
  const rejection = textOf(objectOf(value["rejection_info"])?.["reason"]);
  const more = textOf(objectOf(value["other_info"])?.["description"]);
  const words = [word === "NONE" ? undefined : word, rejection, more];
  const said = words.filter((item) => item !== undefined && item !== "").join(": ");
  return said === "" ? undefined : said.slice(0, maxReasonChars);
}
