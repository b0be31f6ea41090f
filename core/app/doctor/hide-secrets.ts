/** A shorter one would blacken ordinary words; none that opens a door is. */
const minSecretChars = 8;

/** The text with each secret in it replaced: what networks and vendors say may repeat one. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= minSecretChars)
    .reduce((cleaned, secret) => cleaned.replaceAll(secret, "[secret]"), text);
}
