/** What happens to a connection or a certificate before a byte of the request is written. */
const unsentCode =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|ERR_INVALID_URL)$|CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$/;

/**
 * True only where the other side has certainly not seen the request: name, refused connection, TLS
 * handshake. A connection that is lost later, or a time-out, may have struck at any point. Looks at
 * what an error was caused by, too: libraries wrap it. Codes: measured with Bun 1.4.4 against servers
 * that fail in each of these ways.
 */
export function isUnsent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (/TLS handshake failed/.test(error.message)) return true;
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return unsentCode.test(code) || isUnsent(error.cause);
}
