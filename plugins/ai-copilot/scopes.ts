import type { Config } from "./config.ts";

/** Source: Microsoft 365 Copilot Retrieval API, permissions. */
const documentScopes = ["Files.Read.All", "Sites.Read.All"];
const connectorScopes = ["ExternalItem.Read.All"];

/** What finding passages needs. */
export function retrievalScopes({
  source,
}: Pick<NonNullable<Config["retrieval"]>, "source">): readonly string[] {
  return source === "externalItem" ? connectorScopes : documentScopes;
}

/**
 * What a person says yes to as they sign in. A sign-in is for one API: where the chat is another's than
 * the documents, an administrator's consent lets the second token be had by the first.
 */
export function signInScopes({ scopes, retrieval }: Config): readonly string[] {
  const isGraph = scopes.every((scope) => !scope.includes("://"));
  if (retrieval === undefined || !isGraph) return scopes;
  return [...new Set([...scopes, ...retrievalScopes(retrieval)])];
}
