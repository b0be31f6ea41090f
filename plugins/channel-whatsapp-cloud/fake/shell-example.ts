import { type FakeNumber, messagesWebhook } from "./webhook-body.ts";

/** An obviously made-up person, as Meta names them. */
const person = { name: "Sari", phone: "6281200000001" };

/**
 * What Meta's servers do, by hand, as lines for a POSIX shell: a person's message, signed with the
 * fake's app secret. Each run is a new message, because its id holds the time.
 */
export function shellExample(
  urls: { readonly webhook: string; readonly simulator: string },
  number: FakeNumber,
  appSecret: string,
): readonly string[] {
  // Leaves the single quotes for as long as the shell needs to tell the seconds.
  const now = "'$(date +%s)'";
  const id = `wamid.${now}`;
  const message = { from: person.phone, id, timestamp: now, type: "text", text: { body: "menu" } };
  const body = messagesWebhook(number, {
    contacts: [{ profile: { name: person.name }, wa_id: person.phone }],
    messages: [message],
  });
  return [
    `body='${JSON.stringify(body)}'`,
    `signature=$(printf %s "$body" | openssl dgst -sha256 -hmac ${appSecret} | sed 's/^.* //')`,
    `curl -i ${urls.webhook} -H 'content-type: application/json' -H "x-hub-signature-256: sha256=$signature" --data-binary "$body"`,
    `curl -s ${urls.simulator}/_sapa/messages`,
  ];
}
