import { isSameSecret, sha256Hex } from "#core/lib/digest.ts";

/** True if a request carries one of the tokens; never, where there are none. */
export function hasToken(request: Request, tokens: readonly string[]): boolean {
  const [, given] =
    /^Bearer +(\S{1,1000})$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (given === undefined) return false;
  // Digests are of one length: how long a token is shows in no time.
  const digest = sha256Hex(given);
  return tokens.reduce((found, token) => isSameSecret(sha256Hex(token), digest) || found, false);
}
