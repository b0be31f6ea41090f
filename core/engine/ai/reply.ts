import type { ActivityAnswer } from "#core/engine/activities.ts";
import { toJson } from "#core/lib/json.ts";
import type { AiReply } from "#core/model/ai.ts";
import type { LinkReply } from "./ask-link.ts";
import type { ChainFailure } from "./chain.ts";
import { isRetryable } from "./failure-kinds.ts";
import type { Purse } from "./purse.ts";

/** What a flow gets for the answer of a provider. `isOurs`: the person is one of ours. */
export function toReply(
  { kind, text, value, reason, link, model, isCut, citations }: LinkReply,
  spent: Purse["spent"],
  isOurs: boolean,
): ActivityAnswer {
  return done({
    kind,
    text,
    ...(value === undefined ? {} : { value }),
    ...(reason === undefined ? {} : { reason }),
    provider: link.name,
    model,
    ...spent,
    // Where an answer comes from is the business of people of ours.
    ...(isOurs && citations.length > 0 ? { citations } : {}),
    isCut,
  });
}

/** What a flow gets for a text that a moderator does not let through. */
export function toModerated(
  provider: string,
  model: string,
  spent: Purse["spent"],
): ActivityAnswer {
  const refused = { kind: "refused", text: "", reason: "moderation", isCut: false } as const;
  return done({ ...refused, provider, model, ...spent });
}

/** What a flow gets if nobody answered. Nothing is final that may pass, unless something was done. */
export function toFailure({ code, message, hasActed }: ChainFailure): ActivityAnswer {
  const isOurs = code === "invalid_answer" || code === "budget" || code === "not_allowed";
  const mayPass = !isOurs && (code === "protocol" || isRetryable(code));
  return failed(code, message, hasActed || !mayPass);
}

export function describeMissing(
  names: readonly string[],
  missing: ReadonlyMap<string, string>,
): string {
  if (names.length === 0) return "bot.yaml names no provider under ai.default";
  return names
    .map((name) => `${name}: ${missing.get(name) ?? "bot.yaml has no such provider"}`)
    .join("; ");
}

export function failed(code: string, message: string, isFinal: boolean): ActivityAnswer {
  return { kind: "failed", code, message, isFinal };
}

function done(reply: AiReply): ActivityAnswer {
  return { kind: "done", value: toJson(reply) };
}
