import type { ActivityAnswer, RunActivity } from "#core/engine/activities.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { later } from "#core/lib/millis.ts";
import { type AiAsk, aiAskSchema } from "#core/model/ai.ts";
import type { Contact } from "#core/model/contact.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { EmbedQuestion } from "#core/model/ports/knowledge.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity, Store } from "#core/model/ports/store.ts";
import { type AiFacts, type AiPermit, readAiFacts } from "./ai-facts.ts";
import type { AiSettings } from "./ai-settings.ts";
import { askLink } from "./ask-link.ts";
import type { AskProvider } from "./attempt.ts";
import { Breaker } from "./breaker.ts";
import type { Question } from "./build-request.ts";
import { askChain, type ChainLink } from "./chain.ts";
import { createMasker, type Mask } from "./create-masker.ts";
import { createQuestionEmbedder } from "./create-question-embedder.ts";
import { createVoice } from "./create-voice.ts";
import { isRetryable } from "./failure-kinds.ts";
import { gatherKnowledge, type KnowledgeSource } from "./gather-knowledge.ts";
import { gatherQuestion } from "./gather-question.ts";
import { createGuard } from "./guard.ts";
import { moderate } from "./moderate.ts";
import { withProviderLimit } from "./provider-limit.ts";
import { Purse } from "./purse.ts";
import { recordSpending } from "./record-spending.ts";
import { describeMissing, failed, toFailure, toModerated, toReply } from "./reply.ts";
import { retrieveKnowledge } from "./retrieve-knowledge.ts";
import { withRetry } from "./retry.ts";
import { keepThread, readThread, renewingThread } from "./thread.ts";
import { type AiAction, createToolBox, permittedActions, type ToolBox } from "./tools.ts";
import { keepTyping } from "./typing.ts";

export interface AiDeps {
  /** Name in bot.yaml → what answers under it. */
  readonly providers: ReadonlyMap<string, AiProvider>;
  /** Providers of bot.yaml that cannot be had on this machine, and why. */
  readonly missing: ReadonlyMap<string, string>;
  readonly settings: AiSettings;
  /** The folders that questions are looked up in; none if absent. */
  readonly knowledge?: KnowledgeSource;
  /** Every action of the bot, by its name. */
  readonly actions: ReadonlyMap<string, AiAction>;
  readonly runAction: RunActivity;
  /** What a person allows; asked anew for each question. */
  readonly permit: (contact: Contact) => Promise<AiPermit>;
  readonly store: Pick<Store, "reserve" | "settle">;
  readonly records: Pick<
    Records,
    | "events"
    | "sends"
    | "conversation"
    | "contact"
    | "runs"
    | "putAiUsage"
    | "aiThread"
    | "putAiThread"
    | "media"
  >;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly files: FileReader;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Keys the word by which a vendor may know a person; the same after a restart. */
  readonly secretKey: Uint8Array;
  /** Told each time that a provider does not let the bot in: a key is wrong, a sign-in is over. */
  readonly onAuthLost?: (account: AccountId, provider: string) => void;
  /** What the machine keeps secret: it goes to no provider and comes out of no answer. */
  readonly secrets: readonly string[];
}

/** What stands around a provider as long as the process lives. */
interface Standing {
  readonly provider: AiProvider;
  readonly guard: AskProvider;
  readonly breaker: Breaker;
}

/** Likewise, of all of them. */
interface AllStanding {
  readonly providers: ReadonlyMap<string, Standing>;
  readonly embedIn: ReturnType<typeof createQuestionEmbedder>;
}

/**
 * Does the activities of the port `ai`: one question of a flow, one reply or one failure; and of `voice`.
 * Around each provider, from the outside: chain, tool loop, retry, breaker, purse, guard.
 */
export function createAi(deps: AiDeps): RunActivity {
  const { clock, log } = deps;
  const providers = new Map(
    [...deps.providers].map(([name, provider]): [string, Standing] => {
      const own = log.child({ provider: name, model: provider.model });
      const breaker = new Breaker({ clock, log: own });
      return [name, { provider, guard: createGuard({ provider, clock }), breaker }];
    }),
  );

  const runVoice = createVoice(deps);
  const standing: AllStanding = { providers, embedIn: createQuestionEmbedder(deps) };

  return (activity, signal) => {
    if (activity.request.port === "voice") return runVoice(activity, signal);
    const answering = answer(deps, standing, activity, signal).catch((error: unknown) => {
      log.error("ai.failed", { effect: activity.effect, error: errorText(error) });
      return failed("server", "the question could not be put together", false);
    });
    return untilAborted(answering, signal);
  };
}

/** At the activity's limit its own word comes first, whatever is still being put in order. */
function untilAborted(
  answering: Promise<ActivityAnswer>,
  signal: AbortSignal,
): Promise<ActivityAnswer> {
  return new Promise((resolve) => {
    const onAbort = () => resolve(failed("timeout", "no answer within the step's time", false));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    void answering.then(resolve);
  });
}

async function answer(
  deps: AiDeps,
  standing: AllStanding,
  activity: Activity,
  signal: AbortSignal,
): Promise<ActivityAnswer> {
  const { settings, clock } = deps;
  const parsed = aiAskSchema.safeParse(activity.request.input);
  if (!parsed.success) return failed("bad_request", "what the flow asks cannot be read", true);
  const asked = parsed.data;
  const names = asked.providers.length === 0 ? settings.defaultProviders : asked.providers;
  if (!names.some((name) => standing.providers.has(name))) {
    return failed("disabled", describeMissing(names, deps.missing), true);
  }
  const now = clock.now();
  const facts = await readAiFacts(deps, activity, now);
  if (facts === undefined) return failed("not_allowed", "the person is gone", true);
  // Before anybody sees a word of theirs, a moderator included.
  if (!facts.mayAsk) return failed("not_allowed", "the person wants no AI", true);
  const purse = openPurse(deps, activity, asked, facts);
  const mask = createMasker(deps.secrets, facts.contact);
  const embed = standing.embedIn?.({ facts, mask, purse, signal, id: beginningOf(activity) });
  const known = await gatherAll(deps, activity, asked, { facts, mask, embed, signal });
  if (known.kind === "failed") return known;
  const { ask, citations } = known;
  const gathered = await gatherQuestion(deps, activity, ask, facts.contact);
  if (gathered.kind === "unaskable") return failed("bad_request", gathered.message, true);
  const { question } = gathered;
  const before = await checkText(deps, facts, question.mask(asText(question)), purse, signal);
  if (before !== undefined) return before;
  const box = openTools(deps, activity, question, facts);
  const typing = keepTyping(deps, activity);
  const untilAt = later(now, activity.timeoutMs);
  const links = names.flatMap((name) =>
    openLink(deps, standing.providers, name, { purse, id: beginningOf(activity) }),
  );
  const needs = { images: question.images.length > 0, tools: box.tools.length > 0 };
  const ended = await askChain(links, facts, needs, async (link, index) => {
    const thread = await readThread(deps, activity, link);
    const others = links.length - index - 1;
    const watch = {
      signal,
      onLife: () => typing.onLife(),
      // Who comes after it shall have its share of the step's time.
      ...(others === 0 ? {} : { patienceMs: (untilAt - clock.now()) / (others + 1) }),
    };
    const result = await askLink(link, { ...question, thread }, box, watch);
    if (result.kind === "failed" && result.code === "auth") {
      deps.onAuthLost?.(activity.account, link.name);
    }
    return result;
  }).finally(() => typing.stop());
  if (ended.kind === "failed") return toFailure(ended);
  await keepThread(deps, activity, ended.reply);
  const after = await checkText(deps, facts, ended.reply.text, purse, signal);
  const reply = { ...ended.reply, citations: [...citations, ...ended.reply.citations] };
  return after ?? toReply(reply, purse.spent, facts.role !== undefined);
}

/** What is known of a question, in folders and at providers. */
async function gatherAll(
  deps: AiDeps,
  activity: Activity,
  asked: AiAsk,
  by: {
    readonly facts: AiFacts;
    readonly mask: Mask;
    readonly embed: EmbedQuestion | undefined;
    readonly signal: AbortSignal;
  },
) {
  const retrieved = await retrieveKnowledge(deps, asked, { ...by, id: beginningOf(activity) });
  if (retrieved.kind === "failed") {
    const { code, message, provider } = retrieved;
    if (code === "auth") deps.onAuthLost?.(activity.account, provider);
    const isPassing = code !== "disabled" && code !== "not_allowed" && isRetryable(code);
    return { kind: "failed", code, message, isFinal: !isPassing } as const;
  }
  const known = await gatherKnowledge(deps.knowledge, retrieved.ask, by.embed);
  if (known.kind === "missing") {
    return { kind: "failed", code: "disabled", message: known.message, isFinal: true } as const;
  }
  return { ...known, citations: [...retrieved.citations, ...known.citations] };
}

/** Names this beginning of an activity: a later one pays anew, and is counted anew. */
function beginningOf({ effect, attempts }: Activity): string {
  return `ai:${effect}#${attempts}`;
}

function openLink(
  deps: AiDeps,
  standing: ReadonlyMap<string, Standing>,
  name: string,
  { purse, id }: { readonly purse: Purse; readonly id: string },
): readonly ChainLink[] {
  const found = standing.get(name);
  if (found === undefined) return [];
  const { provider, guard, breaker } = found;
  const pace = deps.settings.providerPaces.get(name);
  const paced = withProviderLimit(purse.around(guard, provider), { ...deps, name, pace, id });
  const ask = renewingThread(withRetry(breaker.around(paced), deps));
  return [{ name, provider, onlyFor: deps.settings.onlyFor.get(name), ask }];
}

function openPurse(deps: AiDeps, activity: Activity, ask: AiAsk, { caps }: AiFacts): Purse {
  return new Purse({
    ...deps,
    id: beginningOf(activity),
    caps,
    budgetMicroUsd: ask.budgetMicroUsd,
    onSpent: (spending) => recordSpending(deps, activity, spending),
  });
}

function openTools(
  deps: AiDeps,
  activity: Activity,
  { ask, nonce, mask }: Question,
  facts: AiFacts,
): ToolBox {
  const { runAction, clock, settings } = deps;
  const actions = permittedActions(ask.tools, deps.actions, settings, facts);
  return createToolBox({ actions, runAction, activity, clock, nonce, mask });
}

/** What a moderator looks at before anybody is asked. */
function asText({ ask }: Question): string {
  return [ask.prompt, ...(ask.data ?? []).map(({ text }) => text)].join("\n\n");
}

/** How the question ends because of what a moderator says; undefined: it goes on. */
async function checkText(
  deps: AiDeps,
  facts: AiFacts,
  text: string,
  { spent }: Purse,
  signal: AbortSignal,
): Promise<ActivityAnswer | undefined> {
  const { moderation } = deps.settings;
  const verdict = await moderate(text, { ...deps, name: moderation }, facts, signal);
  if (verdict.kind === "fine") return undefined;
  if (verdict.kind === "failed") {
    return failed(verdict.code, verdict.message, verdict.code === "not_allowed");
  }
  deps.log.info("ai.moderated", { flags: verdict.what.join(", ") });
  const model = moderation === undefined ? undefined : deps.providers.get(moderation)?.model;
  return toModerated(moderation ?? "", model ?? "", spent);
}
