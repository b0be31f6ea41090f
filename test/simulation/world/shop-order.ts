import { z } from "zod";
import { parseJson } from "#core/lib/json.ts";
import type { GuardedRequest } from "#core/model/ports/guarded-net.ts";

/** Something that the shop is asked to do. */
export interface ShopOrder {
  readonly method: GuardedRequest["method"];
  /** The words that tell one order from all others. */
  readonly words: string;
  /** The idempotency key that came along. The shop does not look at it: it would hide a repeat. */
  readonly key: string;
}

const bodySchema = z.object({ words: z.string() });

export function readOrder({ method, headers, body = "" }: GuardedRequest): ShopOrder {
  const { words } = parseJson(bodySchema, body, "an order");
  return { method, words, key: headers["idempotency-key"] ?? "" };
}
