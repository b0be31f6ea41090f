/** Where the network finds an account; a path in the public address stays in front. */
export function webhookAddress(publicUrl: string, account: string): string {
  return `${publicUrl.replace(/\/+$/, "")}/webhooks/${encodeURIComponent(account)}`;
}
