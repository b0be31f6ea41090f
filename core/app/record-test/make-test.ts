import { writeTestFile } from "#core/flow/read-test/write-test-file.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import { disclosurePurpose } from "#core/model/consent.ts";
import type { Recording } from "./find-conversation.ts";
import { createMask } from "./mask-texts.ts";
import { type Transcription, transcribe } from "./transcribe.ts";

/** A recorded conversation, ready to be written down. */
export interface RecordedTest {
  readonly flow: string;
  readonly transcription: Transcription;
  /** The file's text; `mocks` are answers of actions and providers, by name. */
  write(mocks: Readonly<Record<string, readonly JsonObject[]>>): string;
}

export interface RecordedTestOptions {
  readonly timeZone: string;
  readonly defaultLocale: string;
  /** What the bot's author wrote: nothing of it is anybody's secret. */
  readonly ownTexts: readonly string[];
  /** Providers that answer by rules: a test asks them as they are. */
  readonly scripted?: readonly string[];
  /** The flow that the file is about if no flow ran. */
  readonly anyFlow: string;
}

const comment =
  "Recorded, and masked as far as a machine can tell: read it before you show it to anybody.";

/** Makes a test of a recording: everything of the person's is masked, the bot's own words stay. */
export function makeTest(recording: Recording, options: RecordedTestOptions): RecordedTest {
  const { contact, runs } = recording;
  const transcription = transcribe(recording.events, recording.sends, options.scripted);
  const { beganAt, steps, outcomes } = transcription;
  const mask = createMask({
    name: contact.name,
    phone: contact.addresses.find(({ kind }) => kind === "phone")?.value,
    isOwn: (text) => options.ownTexts.some((own) => own.includes(text)),
  });
  const masked = { ...transcription, steps: steps.map((step) => maskObject(step, mask)) };
  const first = runs.toSorted((a, b) => a.startedAt - b.startedAt)[0];
  const flow = first?.flow ?? options.anyFlow;
  const hasPhone = contact.addresses.some(({ kind }) => kind === "phone");
  const language = contact.language ?? options.defaultLocale;
  const who = {
    ...(language === options.defaultLocale ? {} : { language }),
    ...(hasPhone ? {} : { phone: "hidden" }),
    ...(isTold(recording, beganAt) ? { new: true } : {}),
  };
  return {
    flow,
    transcription: { ...masked, outcomes: outcomes.map((item) => maskObject(item, mask)) },
    write(mocks) {
      const test = {
        name: `recorded on ${dayText(beganAt, options.timeZone)}`,
        ...(Object.keys(who).length === 0 ? {} : { contact: who }),
        ...(beganAt === undefined ? {} : { now: wallClock(beganAt, options.timeZone) }),
        ...(Object.keys(mocks).length === 0 ? {} : { mocks }),
        steps: masked.steps,
      };
      return writeTestFile({ flow, tests: [test] }, comment);
    },
  };
}

/** Whether the disclosure was told on the way. */
function isTold({ contact }: Recording, beganAt: Millis | undefined): boolean {
  const told = contact.consents?.[disclosurePurpose];
  return told !== undefined && beganAt !== undefined && told.at >= beganAt;
}

function maskObject(value: JsonObject, mask: ReturnType<typeof createMask>): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mask(item)]));
}

function wallClock(at: Millis, timeZone: string): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return moment.toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
}

function dayText(at: Millis | undefined, timeZone: string): string {
  return at === undefined ? "an unknown day" : wallClock(at, timeZone).slice(0, 10);
}
