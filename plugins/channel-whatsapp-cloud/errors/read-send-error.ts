import { cutText, type JsonObject, type SendError } from "sapa/plugin";
import { numberOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { findEntry, unknownEntry } from "./find-entry.ts";

/** Longest text of Meta's that is kept with an error. */
const maxTitleChars = 512;

/** Meta's code in an error object; undefined without one. */
export function readErrorCode(error: JsonObject | undefined): number | undefined {
  const code = numberOf(error?.["code"]);
  // An id that does not exist comes as 100 with this subcode; it is the same fault as 33.
  return code === 100 && numberOf(error?.["error_subcode"]) === 33 ? 33 : code;
}

/** An error object of an answer or of a `failed` status, with what it means to the owner. */
export function readSendError(error: JsonObject): SendError {
  const code = readErrorCode(error);
  const { meaning, action } = (code === undefined ? undefined : findEntry(code)) ?? unknownEntry;
  const details = textOf(objectOf(error["error_data"])?.["details"]);
  const title = details ?? textOf(error["message"]) ?? textOf(error["title"]) ?? "No words given";
  const trace = textOf(error["fbtrace_id"]);
  return {
    code: code === undefined ? "GRAPH_NO_CODE" : String(code),
    title: cutText(title, maxTitleChars),
    meaning,
    action,
    ...(trace === undefined ? {} : { trace: cutText(trace, 200) }),
  };
}
