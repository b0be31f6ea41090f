import { createHash } from "node:crypto";

/**
 * A message id of Meta's form: base64 of a head, the phone number and 32 random hex digits. Keys that
 * grew with the messages would all fall on one page of a table, which real ones never do.
 */
export function makeWamid(phone: string, name: string): string {
  const random = createHash("md5").update(name).digest("hex").toUpperCase();
  const bytes = `\u001d\u0018\u000d${phone}\u0015\u0002\u0000\u0012\u0018\u0020${random}\u0000`;
  return `wamid.${Buffer.from(bytes, "latin1").toString("base64")}`;
}
