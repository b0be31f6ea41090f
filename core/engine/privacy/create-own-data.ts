import type { ActivityAnswer, RunActivity } from "#core/engine/activities.ts";
import type { Media } from "#core/engine/media/create-media.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import { farewellPurpose } from "#core/model/consent.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { SendState } from "#core/model/send.ts";
import type { ErasePerson } from "./erase-person.ts";
import { type OwnDataRequest, ownDataWorkOf, readOwnDataRequest } from "./own-data-effect.ts";
import { ownDataText } from "./own-data-text.ts";

export interface OwnDataDeps {
  readonly records: Records;
  readonly media: Pick<Media, "keep">;
  readonly erase: ErasePerson;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the audit calls whoever asks for it in their own chat. */
const oneself = "the person";
/** Networks take no file of JSON, but JSON is a text. */
const mime = "text/plain";
/** How long an erasure waits for its last word to leave. */
const lastWordMs = 10 * minuteMs;
/** A message in one of these leaves, or leaves once more, if nothing hinders it. */
const underWay: readonly SendState[] = ["queued", "sending", "unknown"];
/** The last word is among the newest of a conversation's messages. */
const lookedAt = 20;
const lookAgainMs = secondMs;
const tryAgainMs = 30 * secondMs;
const exportTries = 5;

/** Does the activities of the port `privacy`: what people ask for of their own data. */
export function createOwnData(deps: OwnDataDeps): RunActivity {
  return async (activity) => {
    const work = ownDataWorkOf(activity.effect);
    if (work === undefined) return failed("nothing is known by that name");
    const request = readOwnDataRequest(activity.request.input);
    switch (work) {
      case "export":
        return await gather(deps, activity, request);
      case "erase":
        return await eraseSelf(deps, activity, request);
      default:
        return assertNever(work, "own data");
    }
  };
}

/** Everything of the one who asks, as a file that is kept with their message and goes with it. */
async function gather(
  { records, media, timeZone, log }: OwnDataDeps,
  { conversation, attempts }: Activity,
  { event, locale }: OwnDataRequest,
): Promise<ActivityAnswer> {
  try {
    const talk = await records.conversation(conversation);
    const person = talk && (await records.exportContact(talk.contact));
    if (person === undefined) return failed("the person is gone");
    const content = new TextEncoder().encode(`${JSON.stringify(person, undefined, 2)}\n`);
    const file = await media.keep(content, mime, { event, conversation, kind: "document" });
    if (file === undefined) return failed("the person is gone");
    const text = ownDataText(person, locale, timeZone);
    return { kind: "done", value: { text, sha256: file.sha256, mime } };
  } catch (error) {
    log.warn("contact.export-failed", { conversation, error: errorText(error) });
    return attempts + 1 < exportTries
      ? { kind: "later", afterMs: tryAgainMs }
      : failed(errorText(error));
  }
}

/**
 * Waits until the last word has left, or was held back, then erases as an operator would: the activity goes
 * with the rest. It has no end but that one, however often it fails or the process dies.
 */
async function eraseSelf(
  { records, erase, clock, log }: OwnDataDeps,
  { conversation }: Activity,
  { askedAt }: OwnDataRequest,
): Promise<ActivityAnswer> {
  try {
    const talk = await records.conversation(conversation);
    if (talk === undefined) return { kind: "done", value: null };
    const sends = await records.sends({ conversation, limit: lookedAt });
    const isWaiting = sends.some(
      ({ purpose, state }) => purpose === farewellPurpose && underWay.includes(state),
    );
    if (isWaiting && clock.now() - askedAt < lastWordMs) {
      return { kind: "later", afterMs: lookAgainMs };
    }
    await erase(talk.contact, oneself);
    return { kind: "done", value: null };
  } catch (error) {
    log.error("contact.erasure-failed", { conversation, error: errorText(error) });
    return { kind: "later", afterMs: tryAgainMs };
  }
}

function failed(message: string): ActivityAnswer {
  return { kind: "failed", code: "own_data", message, isFinal: true };
}
