/** An email address in lower-case domain, or undefined. Only the forms that mail servers take. */
export function parseEmail(text: string): string | undefined {
  const at = text.lastIndexOf("@");
  const name = text.slice(0, at);
  const domain = text.slice(at + 1).toLowerCase();
  const isName = at > 0 && name.length <= 64 && /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u.test(name);
  if (!isName || name.startsWith(".") || name.endsWith(".") || name.includes(".."))
    return undefined;
  return isDomain(domain) ? `${name}@${domain}` : undefined;
}

/** A web address with its scheme; `https://` is put before a bare domain. Undefined for the rest. */
export function parseUrl(text: string): string | undefined {
  if (/\s/.test(text) || text.length > 2_048) return undefined;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined;
  const isSafe = url.username === "" && url.password === "";
  return isSafe && isDomain(url.hostname) ? url.href : undefined;
}

function isDomain(domain: string): boolean {
  if (domain.length > 253 || !domain.includes(".")) return false;
  const labels = domain.split(".");
  const isLabel = (label: string) =>
    label.length > 0 &&
    label.length <= 63 &&
    /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(label);
  return labels.every(isLabel) && /^[\p{L}]/u.test(labels.at(-1) ?? "");
}
