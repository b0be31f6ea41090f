import type { ActivityAnswer, RunActivity } from "#core/engine/activities.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { isUnsent } from "#core/lib/is-unsent.ts";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import { oggSeconds } from "#core/lib/ogg-seconds.ts";
import { cutText } from "#core/lib/text.ts";
import type { Contact } from "#core/model/contact.ts";
import type { AiProvider, Transcriber, Voice } from "#core/model/ports/ai-provider.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity, Store } from "#core/model/ports/store.ts";
import { type Heard, type VoiceAsk, voiceAskSchema } from "#core/model/voice.ts";
import { type AiFacts, type AiPermit, readAiFacts } from "./ai-facts.ts";
import type { AiSettings } from "./ai-settings.ts";
import type { AiSkipped, AiUnanswered, AskProvider } from "./attempt.ts";
import { Breaker } from "./breaker.ts";
import { findObstacle } from "./chain.ts";
import { failureKindOf, isRetryable } from "./failure-kinds.ts";
import { withProviderLimit } from "./provider-limit.ts";
import { Purse } from "./purse.ts";
import { recordSpending } from "./record-spending.ts";
import { describeMissing, failed } from "./reply.ts";
import { withRetry } from "./retry.ts";
import { voiceFee } from "./voice-fee.ts";
import { withinTime } from "./within-time.ts";

export interface VoiceDeps {
  readonly providers: ReadonlyMap<string, AiProvider>;
  readonly missing: ReadonlyMap<string, string>;
  readonly settings: AiSettings;
  readonly channels: ReadonlyMap<AccountId, Pick<Channel, "prices">>;
  readonly permit: (contact: Contact) => Promise<AiPermit>;
  readonly store: Pick<Store, "reserve" | "settle">;
  readonly records: Pick<Records, "conversation" | "contact" | "runs" | "putAiUsage" | "media">;
  readonly files: FileReader;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onAuthLost?: (account: AccountId, provider: string) => void;
}

/** One try, whatever its length, and for each second of it: a server writes faster than anybody speaks. */
const tryMs = { least: 25 * secondMs, perSecond: secondMs / 4, most: 3 * minuteMs };
/** Who speaks longer than this is no answer to a question. */
const maxChars = 4_000;

/**
 * Does the activities of the port `voice`: one voice note, its words or one failure. The same stands
 * around who listens as around every provider: what the person allows, retry, breaker, purse.
 */
export function createVoice(deps: VoiceDeps): RunActivity {
  const { clock, log, settings } = deps;
  const name = settings.voice?.provider ?? "";
  const breaker = new Breaker({ clock, log: log.child({ provider: name, voice: true }) });
  return async (activity, signal) => {
    try {
      return await listen(deps, breaker, activity, signal);
    } catch (error) {
      log.error("voice.failed", { effect: activity.effect, error: errorText(error) });
      return failed("server", "the voice note could not be put to anybody", false);
    }
  };
}

async function listen(
  deps: VoiceDeps,
  breaker: Breaker,
  activity: Activity,
  signal: AbortSignal,
): Promise<ActivityAnswer> {
  const { event, language } = voiceAskSchema.parse(activity.request.input);
  const ears = findEars(deps);
  if (ears === undefined) return failed("disabled", describeLack(deps), true);
  const { provider, transcriber, name } = ears;
  const facts = await readAiFacts(deps, activity, deps.clock.now());
  if (facts === undefined) return failed("not_allowed", "the person is gone", true);
  const obstacle = findObstacleOf(provider, name, facts, deps);
  if (obstacle !== undefined) return failed("not_allowed", `${name} ${obstacle}`, true);
  const note = await readNote(deps, ears, event);
  if ("kind" in note) return note;
  const fee = voiceFee(provider, transcriber, { seconds: note.seconds, bytes: note.bytes.length });
  const id = `voice:${activity.effect}#${activity.attempts}`;
  const purse = new Purse({
    ...deps,
    id,
    caps: facts.caps,
    budgetMicroUsd: undefined,
    onSpent: (spending) => recordSpending(deps, activity, spending),
  });
  const voice = { bytes: note.bytes, mime: note.mime, language };
  const limitMs = Math.min(tryMs.least + fee.seconds() * tryMs.perSecond, tryMs.most);
  const trying = { clock: deps.clock, limitMs, tell: fee.tell };
  const asking = transcribing(transcriber, voice, trying);
  const pace = deps.settings.providerPaces.get(name);
  const paced = withProviderLimit(purse.around(asking, provider, fee), { ...deps, name, pace, id });
  const ask = withRetry(breaker.around(paced), deps);
  const attempt = await ask(nothing, { signal });
  if (attempt.kind !== "answered") return unheard(deps, activity, name, attempt);
  const text = cutText(attempt.text.trim(), maxChars);
  if (text === "") return failed("no_words", "nothing is said in it", true);
  const { costMicroUsd } = purse.spent;
  const told = { provider: name, model: transcriber.model, seconds: fee.seconds(), costMicroUsd };
  return { kind: "done", value: { text, ...told } satisfies Heard };
}

/** Who listens, and to what. */
interface Ears {
  readonly name: string;
  readonly longestMs: number;
  readonly maxBytes: number;
  readonly provider: AiProvider;
  readonly transcriber: Transcriber;
}

function findEars({ settings, providers }: VoiceDeps): Ears | undefined {
  const { voice } = settings;
  const provider = voice === undefined ? undefined : providers.get(voice.provider);
  const transcriber = provider?.transcriber;
  if (voice === undefined || provider === undefined || transcriber === undefined) return undefined;
  const { provider: name, longestMs, maxBytes } = voice;
  return { name, longestMs, maxBytes, provider, transcriber };
}

interface Note {
  readonly bytes: Uint8Array;
  readonly mime: string;
  /** As its sound was measured; undefined: it is of another kind. */
  readonly seconds: number | undefined;
}

/** The sound, if it is there and neither too large nor too long. */
async function readNote(
  { records, files }: VoiceDeps,
  { maxBytes, longestMs }: Ears,
  event: VoiceAsk["event"],
): Promise<Note | ActivityAnswer> {
  const [record] = await records.media({ event, limit: 1 });
  const file = record?.state === "kept" ? record.file : undefined;
  const bytes = file === undefined ? undefined : await files.read(file.sha256);
  if (file === undefined || bytes === undefined) {
    return failed("gone", "the voice note is no longer there", true);
  }
  if (bytes.byteLength > maxBytes) return failed("too_large", "it is over ai.voice.max_size", true);
  const seconds = oggSeconds(bytes);
  if (seconds !== undefined && seconds * secondMs > longestMs) {
    return failed("too_long", "it is over ai.voice.longest", true);
  }
  return { bytes, mime: file.mime, seconds };
}

function unheard(
  { onAuthLost, log }: VoiceDeps,
  { account }: Activity,
  name: string,
  attempt: AiSkipped | AiUnanswered,
): ActivityAnswer {
  if (attempt.kind === "skipped") {
    return failed(attempt.reason === "budget" ? "budget" : "overloaded", attempt.message, true);
  }
  const { kind, message } = attempt.failure;
  if (kind === "auth") onAuthLost?.(account, name);
  log.warn("voice.not-heard", { provider: name, kind });
  return failed(kind, `${name}: ${message}`, !isRetryable(kind));
}

/** What is asked is the sound alone. */
const nothing = { messages: [], maxTokens: 0 };

function findObstacleOf(
  provider: AiProvider,
  name: string,
  facts: AiFacts,
  { settings }: VoiceDeps,
): string | undefined {
  const link = { provider, onlyFor: settings.onlyFor.get(name) };
  return findObstacle(link, 0, facts, { images: false, tools: false });
}

function describeLack({ settings, missing, providers }: VoiceDeps): string {
  const name = settings.voice?.provider;
  if (name === undefined) return "bot.yaml names nobody under ai.voice";
  if (!providers.has(name)) return describeMissing([name], missing);
  return `${name} cannot write voice notes down`;
}

/** One try at a voice note, as every question to a provider is: it ends in time and never rejects. */
function transcribing(
  transcriber: Transcriber,
  voice: Voice,
  { clock, limitMs, tell }: Trying,
): AskProvider {
  return async (_request, { signal }) => {
    try {
      const { text, seconds } = await withinTime(clock, { signal, limitMs }, (stop) =>
        transcriber.transcribe(voice, stop),
      );
      tell(seconds);
      return {
        kind: "answered",
        text,
        calls: [],
        citations: [],
        usage: undefined,
        isRefused: false,
        isCut: false,
        model: transcriber.model,
      };
    } catch (error) {
      const failure = { kind: failureKindOf(error), message: errorText(error), ...unsentOf(error) };
      const unanswered = { hasBegun: false, usage: undefined, textChars: 0 };
      return { kind: signal.aborted ? "aborted" : "failed", failure, ...unanswered };
    }
  };
}

interface Trying {
  readonly clock: Clock;
  readonly limitMs: number;
  readonly tell: (seconds: number | undefined) => void;
}

function unsentOf(error: unknown): { readonly isUnsent?: true } {
  return isUnsent(error) ? { isUnsent: true } : {};
}
