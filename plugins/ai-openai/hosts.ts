/** True for OpenAI's own API and for Azure's, which are the same server program. */
export function isOpenAiHost(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === "api.openai.com" || isAzureHost(hostname) || isRegion(hostname);
}

/** Source: Azure OpenAI v1 API, endpoints; the older and the newer name of a resource. */
function isAzureHost(hostname: string): boolean {
  return hostname.endsWith(".openai.azure.com") || hostname.endsWith(".services.ai.azure.com");
}

/** OpenAI's data residency: `eu.api.openai.com`. */
function isRegion(hostname: string): boolean {
  return /^[a-z]{2}\.api\.openai\.com$/.test(hostname);
}
