import { createHmac, timingSafeEqual } from "node:crypto";

/** Of a webhook's message exactly what a bare bot needs. */
export interface BareMessage {
  readonly id: string;
  readonly from: string;
  readonly text: string;
}

interface Body {
  readonly entry?: readonly {
    readonly changes?: readonly {
      readonly value?: {
        readonly messages?: readonly {
          readonly id: string;
          readonly from: string;
          readonly text?: { readonly body: string };
        }[];
        readonly statuses?: readonly { readonly id: string; readonly status: string }[];
      };
    }[];
  }[];
}

/** A baseline checks no shape: that is part of what makes it bare. */
function isBody(value: unknown): value is Body {
  return value !== null;
}

const decoder = new TextDecoder();

/** True if the bytes carry Meta's signature. */
export function isSigned(secret: string, body: Uint8Array, header: string | undefined): boolean {
  if (header?.length !== 71) return false;
  const expected = createHmac("sha256", secret).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(header.slice(7), "hex"));
}

/** The keys to keep and the messages to answer; a status is kept and not answered. */
export function readBare(bytes: Uint8Array): {
  readonly keys: readonly string[];
  readonly messages: readonly BareMessage[];
} {
  const body: unknown = JSON.parse(decoder.decode(bytes));
  const keys: string[] = [];
  const messages: BareMessage[] = [];
  for (const entry of isBody(body) ? (body.entry ?? []) : []) {
    for (const { value } of entry.changes ?? []) {
      for (const { id, from, text } of value?.messages ?? []) {
        keys.push(id);
        messages.push({ id, from, text: text?.body ?? "" });
      }
      for (const { id, status } of value?.statuses ?? []) keys.push(`${id} ${status}`);
    }
  }
  return { keys, messages };
}
