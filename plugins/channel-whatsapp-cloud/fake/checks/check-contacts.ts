import type { Json, JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { listOf, objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { anyLength, checkText, firstError, invalid, missing } from "./check-parts.ts";

const maxContacts = 257;
const nameParts = ["first_name", "last_name", "middle_name", "suffix", "prefix"];

/** Refuses visiting cards: each needs a full name and one part of it. Source: reference 3.2. */
export function checkContacts(value: Json | undefined): GraphError | undefined {
  const contacts = listOf(value).map(objectOf);
  if (contacts.length === 0) return missing("contacts");
  if (contacts.length > maxContacts) return invalid(`Max allowed contacts: ${maxContacts}`);
  return firstError(...contacts.map((contact) => () => checkName(objectOf(contact?.["name"]))));
}

function checkName(name: JsonObject | undefined): GraphError | undefined {
  return firstError(
    () => checkText(name?.["formatted_name"], "contacts.name.formatted_name", anyLength),
    () =>
      nameParts.some((part) => typeof name?.[part] === "string")
        ? undefined
        : missing(`contacts.name: at least one of ${nameParts.join(", ")}`),
  );
}
