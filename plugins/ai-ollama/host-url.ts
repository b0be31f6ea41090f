/** Ollama's own port. */
const defaultPort = "11434";

/**
 * The address that a host stands for, as Ollama's own programs read `OLLAMA_HOST`: without a scheme
 * it is http on port 11434, and a server that listens everywhere is asked on this machine.
 * Undefined if it is no address.
 */
export function toHostUrl(text: string): string | undefined {
  const hasScheme = /^https?:\/\//i.test(text);
  const parsed = URL.parse(hasScheme ? text : `http://${text}`);
  if (parsed === null || parsed.hostname === "" || parsed.username !== "") return undefined;
  if (!hasScheme && parsed.port === "" && !text.endsWith(":80")) parsed.port = defaultPort;
  if (parsed.hostname === "0.0.0.0") parsed.hostname = "127.0.0.1";
  return parsed.href.replace(/\/+$/, "");
}

/** Models that a server on this machine only passes on to a data centre. Source: Ollama, cloud. */
export function isCloudModel(model: string): boolean {
  return /(:|-)cloud$/i.test(model.trim());
}
