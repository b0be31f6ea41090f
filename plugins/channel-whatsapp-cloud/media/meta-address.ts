/** Where Meta keeps people's files. Source: Cloud API reference, 3.6. */
const host = "lookaside.fbsbx.com";
const domains = [".fbcdn.net", ".whatsapp.net"];

/**
 * The address, as every reader of addresses understands it, if the token may go there; else
 * undefined. Hosts of Meta's, by name and over HTTPS alone: an address of digits is never one, so
 * that no private machine can be reached. And the very origin that the owner configured for the
 * Graph API, which gets the token with each send, so that a simulator on this machine works.
 */
export function metaAddress(address: string, graphUrl: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return undefined;
  if (url.origin === new URL(graphUrl).origin) return url.href;
  const isMeta = url.hostname === host || domains.some((domain) => url.hostname.endsWith(domain));
  return isMeta && url.protocol === "https:" && url.port === "" ? url.href : undefined;
}
