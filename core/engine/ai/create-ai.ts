import type { RunActivity } from "#core/engine/activities.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { hmacHex } from "#core/lib/digest.ts";
import { toJson } from "#core/lib/json.ts";
import { readMediaType } from "#core/lib/media-type/read-media-type.ts";
import { type AiAsk, type AiReply, aiAskSchema } from "#core/model/ai.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { AiFailureKind, AiPart, AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { AiSettings } from "./ai-settings.ts";
import { answerForm } from "./answer-form.ts";
import type { AiAnswer, AiAttempt, AskProvider } from "./attempt.ts";
import { buildRequest, type Question } from "./build-request.ts";
import { createGuard } from "./guard.ts";
import { readHistory } from "./history.ts";

export interface AiDeps {
  /** Name in bot.yaml → what answers under it. */
  readonly providers: ReadonlyMap<string, AiProvider>;
  /** Providers of bot.yaml that cannot be had on this machine, and why. */
  readonly missing: ReadonlyMap<string, string>;
  readonly settings: AiSettings;
  readonly records: Pick<Records, "events" | "sends" | "conversation">;
  readonly files: FileReader;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Keys the word by which a vendor may know a person; the same after a restart. */
  readonly secretKey: Uint8Array;
}

/** Codes of failures that are not a provider's own. */
type AiFailureCode = AiFailureKind | "budget" | "disabled" | "not_allowed" | "invalid_answer";

/** Failures after which the same question may well be answered. */
const passing: ReadonlySet<AiFailureCode> = new Set([
  "timeout",
  "unreachable",
  "rate_limit",
  "overloaded",
  "server",
  "protocol",
]);

/** Does the activities of the port `ai`: one question of a flow, one reply or one failure. */
export function createAi(deps: AiDeps): RunActivity {
  const { providers, settings, clock } = deps;
  const asking = new Map<string, AskProvider>(
    [...providers].map(([name, provider]) => [name, createGuard({ provider, clock })]),
  );

  return async (activity, signal) => {
    const parsed = aiAskSchema.safeParse(activity.request.input);
    if (!parsed.success) return failed("bad_request", "what the flow asks cannot be read");
    const ask = parsed.data;
    const names = ask.providers.length === 0 ? settings.defaultProviders : ask.providers;
    const found = names.flatMap((name) => {
      const provider = providers.get(name);
      const askIt = asking.get(name);
      return provider === undefined || askIt === undefined ? [] : [{ name, provider, askIt }];
    });
    const [link] = found;
    if (link === undefined) return failed("disabled", describeMissing(names, deps.missing));
    const question = await gatherQuestion(deps, activity, ask);
    if ("kind" in question) return question;
    const request = buildRequest(question, link.provider.capabilities);
    const attempt = await link.askIt(request, { signal });
    return toOutcome(attempt, question, link);
  };
}

function describeMissing(names: readonly string[], missing: ReadonlyMap<string, string>): string {
  if (names.length === 0) return "bot.yaml names no provider under ai.default";
  return names
    .map((name) => `${name}: ${missing.get(name) ?? "bot.yaml has no such provider"}`)
    .join("; ");
}

async function gatherQuestion(
  deps: AiDeps,
  { conversation }: Activity,
  ask: AiAsk,
): Promise<Question | ActivityOutcome> {
  const { records, files, settings } = deps;
  try {
    const form = answerForm(ask);
    const images: Extract<AiPart, { readonly kind: "image" }>[] = [];
    for (const hash of ask.images ?? []) {
      const bytes = await files.read(hash);
      if (bytes === undefined) return failed("bad_request", "a picture is no longer there");
      const { mime } = readMediaType(bytes);
      images.push({ kind: "image", bytes, mime });
    }
    return {
      ask,
      form,
      settings,
      images,
      history: await readHistory(records, conversation, ask),
      nonce: Buffer.from(deps.random.bytes(6)).toString("hex"),
      endUser: hmacHex(deps.secretKey, conversation).slice(0, 32),
    };
  } catch (error) {
    return failed("bad_request", errorText(error));
  }
}

function toOutcome(
  attempt: AiAttempt,
  { form }: Question,
  { name }: { readonly name: string },
): ActivityOutcome {
  if (attempt.kind === "skipped") return failed("disabled", attempt.message);
  if (attempt.kind !== "answered") return failed(attempt.failure.kind, attempt.failure.message);
  if (attempt.isRefused)
    return done(attempt, name, { kind: "refused", text: "", reason: "vendor" });
  const reading = form.read(attempt.text);
  switch (reading.kind) {
    case "text":
      if (reading.text === "") return failed("invalid_answer", "the answer is empty");
      return done(attempt, name, { kind: "text", text: reading.text });
    case "json":
      return done(attempt, name, { kind: "json", text: reading.text, value: reading.value });
    case "outside":
      return done(attempt, name, { kind: "refused", text: "", reason: "scope" });
    case "unreadable":
      return failed("invalid_answer", reading.problem);
    default:
      return assertNever(reading, "reading of an answer");
  }
}

function done(
  answer: AiAnswer,
  provider: string,
  what: Pick<AiReply, "kind" | "text" | "value" | "reason">,
): ActivityOutcome {
  const { usage, model, isCut } = answer;
  return {
    kind: "done",
    value: toJson({
      ...what,
      provider,
      model,
      isCut,
      inputTokens: usage?.inputTokens ?? 0,
      outputTokens: usage?.outputTokens ?? 0,
      costMicroUsd: 0,
    } satisfies AiReply),
  };
}

function failed(code: AiFailureCode, message: string): ActivityOutcome {
  return { kind: "failed", code, message, isFinal: !passing.has(code) };
}
