import type { ActivityAnswer } from "#core/engine/activities.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { backoffMs } from "#core/lib/backoff.ts";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import type { Channel, MediaFetch } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { checkContent } from "./check-content.ts";
import type { FileKeeper } from "./file-keeper.ts";
import { createLane } from "./lane.ts";
import { type Conclusion, type MediaRequest, readRequest } from "./media-effect.ts";

export interface MediaFetcherDeps {
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly keeper: FileKeeper;
  readonly records: Records;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The largest file that is kept. */
  readonly maxBytes: number;
}

/** Six tries within about three quarters of an hour; then the person is asked to send it again. */
const maxTries = 6;
const waits = { baseMs: 10 * secondMs, maxMs: 30 * minuteMs, factor: 4 };

/**
 * A file is held in memory while it is taken in. So most share a lane of small ones, and what is
 * larger is fetched again, alone: eight of 16 MB and one of the largest size at any time.
 */
const smallBytes = 16 * 1_048_576;
const smallSlots = 8;

/** One file on its way. */
interface Job {
  readonly deps: MediaFetcherDeps;
  readonly activity: Activity;
  readonly request: MediaRequest;
}

/** Fetches, checks and keeps the files of messages: one activity, one file, one answer. */
export function createMediaFetcher(deps: MediaFetcherDeps) {
  const { channels, log, maxBytes } = deps;
  const smallLane = createLane(smallSlots);
  const largeLane = createLane(1);

  async function fetchIn(job: Job, signal: AbortSignal): Promise<ActivityAnswer> {
    const channel = channels.get(job.activity.account);
    if (channel?.fetchMedia === undefined) return conclude(job, lost("no-channel"));
    const fetch = channel.fetchMedia.bind(channel);
    /** Undefined: it is larger than `limit`, and may be. */
    const within = (limit: number) => async (): Promise<ActivityAnswer | undefined> => {
      if (signal.aborted) return { kind: "unknown", message: "it waited too long for its turn" };
      const fetched = await fetch(job.request.media, limit);
      const isLarger = fetched.kind === "refused" && fetched.reason === "too-large";
      return isLarger && limit < maxBytes ? undefined : take(job, fetched);
    };
    const small = await smallLane(within(Math.min(smallBytes, maxBytes)));
    return small ?? (await largeLane(within(maxBytes))) ?? tryLater(job, "too-large");
  }

  return async (activity: Activity, signal: AbortSignal): Promise<ActivityAnswer> => {
    const job = { deps, activity, request: readRequest(activity.request.input) };
    try {
      return await fetchIn(job, signal);
    } catch (error) {
      // The store or the disk may be back later; a bug is as much as lost.
      const { conversation } = activity;
      log.warn("media.not-kept", { conversation, error: errorText(error) });
      return tryLater(job, error instanceof BotError ? String(error.code) : "threw");
    }
  };
}

async function take(job: Job, fetched: MediaFetch): Promise<ActivityAnswer> {
  const { log } = job.deps;
  const { conversation } = job.activity;
  switch (fetched.kind) {
    case "file":
      return keep(job, fetched.content, fetched.mime);
    case "gone":
      return conclude(job, { state: "gone", reason: fetched.reason });
    case "refused": {
      const { reason } = fetched;
      // Either the network has moved or somebody leads us astray: a person has to look.
      if (reason === "foreign-address") log.error("media.foreign-address", { conversation });
      return conclude(job, { state: "refused", reason });
    }
    case "failed":
      log.warn("media.fetch-failed", { conversation, reason: fetched.reason });
      return tryLater(job, fetched.reason);
    default:
      return assertNever(fetched, "media fetch");
  }
}

async function keep(job: Job, content: Uint8Array, toldMime: string): Promise<ActivityAnswer> {
  const { deps, activity, request } = job;
  const { event, media } = request;
  const { conversation } = activity;
  const check = checkContent(content, media, toldMime);
  if (check.kind === "wrong-type") {
    deps.log.warn("media.wrong-type", { conversation, told: media.kind, found: check.mime });
    return conclude(job, { state: "refused", reason: "wrong-type" });
  }
  await deps.keeper.keep(content, check.mime, { event, conversation, kind: media.kind });
  return done({ state: "kept", bytes: content.byteLength });
}

async function tryLater(job: Job, reason: string): Promise<ActivityAnswer> {
  const tries = job.activity.attempts + 1;
  if (tries >= maxTries) return conclude(job, lost(reason));
  return { kind: "later", afterMs: backoffMs(tries, waits, () => job.deps.random.fraction()) };
}

/** Records that there is no file. */
async function conclude(
  { deps, activity, request }: Job,
  { state, reason }: Conclusion & { readonly reason: string },
): Promise<ActivityAnswer> {
  const { event, media } = request;
  const { conversation } = activity;
  const at = deps.clock.now();
  await deps.records.putMedia({ event, conversation, kind: media.kind, state, reason, at });
  return done({ state, reason });
}

function lost(reason: string) {
  return { state: "failed", reason } as const;
}

function done({ state, reason, bytes }: Conclusion): ActivityAnswer {
  const value = {
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(bytes === undefined ? {} : { bytes }),
  };
  return { kind: "done", value };
}
