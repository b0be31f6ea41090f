import type { Json } from "#core/lib/json.ts";
import type { WebhookReading } from "#core/model/ports/channel.ts";
import { listOf, objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { account } from "./account.ts";
import type { FuzzCase } from "./fuzz-case.ts";

/** Longest body that is taken in; a longer one is refused before anybody looks at its signature. */
const maxBodyBytes = 4 * 1_048_576;
/**
 * A body that is read for so long keeps everybody else waiting, in milliseconds of the processor, so
 * that a busy machine makes no difference. The longest good ones take a tenth of it.
 */
export const maxReadMs = 500;

/** What came of one case. */
export interface Outcome {
  /** The HTTP status; undefined if there was no answer. */
  readonly status: number | undefined;
  /** What was thrown, as text. */
  readonly thrown?: string;
  /** What the channel made of the body; undefined if it never saw it. */
  readonly reading: WebhookReading | undefined;
  /** How long the channel read, in milliseconds of the processor. */
  readonly readMs: number;
}

/** What is wrong with an outcome, one line each; none: it is as promised. */
export function judge(it: FuzzCase, outcome: Outcome): readonly string[] {
  const { status, thrown, readMs } = outcome;
  if (thrown !== undefined) return [`the handler threw: ${thrown}`];
  if (status === undefined) return ["there was no answer"];
  if (status >= 500) return [`it was answered ${status}`];
  const problems = it.body.length > maxBodyBytes ? judgeLong(status) : judgeKept(it, outcome);
  return readMs > maxReadMs ? [...problems, `it was read for ${Math.round(readMs)} ms`] : problems;
}

function judgeLong(status: number): readonly string[] {
  return status === 413 ? [] : [`a body over the limit was answered ${status}`];
}

function judgeKept(it: FuzzCase, { status, reading }: Outcome): readonly string[] {
  if (!it.isSigned) {
    if (status !== 401) return [`a body that is not signed was answered ${status}`];
    return reading?.kind === "refused" ? [] : ["a body that is not signed was read"];
  }
  if (status !== 200) return [`a signed body was answered ${status}`];
  if (reading === undefined) return ["a signed body was acknowledged and never read"];
  if (reading.kind !== "updates" && reading.kind !== "foreign") {
    return [`a signed body was taken as ${reading.kind}`];
  }
  return [...judgeYield(it, reading), ...judgeMessages(it, reading)];
}

type Taken = Extract<WebhookReading, { kind: "updates" | "foreign" }>;

/** A good webhook becomes what it became for whoever wrote it down. */
function judgeYield({ becomes }: FuzzCase, reading: Taken): readonly string[] {
  if (becomes === undefined) return [];
  const found = {
    kind: reading.kind,
    events: reading.kind === "updates" ? reading.events.length : 0,
    statuses: reading.kind === "updates" ? reading.statuses.length : 0,
  };
  const isSame = Bun.deepEquals(found, becomes);
  return isSame ? [] : [`became ${JSON.stringify(found)}, not ${JSON.stringify(becomes)}`];
}

/** No message to us vanishes, however broken it is: each is an event. */
function judgeMessages({ body }: FuzzCase, reading: Taken): readonly string[] {
  const wanted = countMessages(new TextDecoder().decode(body));
  const found = reading.kind === "updates" ? reading.events.length : 0;
  return found >= wanted ? [] : [`of ${wanted} messages only ${found} became events`];
}

function countMessages(text: string): number {
  const envelope = objectOf(readJson(text));
  if (envelope?.["object"] !== "whatsapp_business_account") return 0;
  const changes = listOf(envelope["entry"]).flatMap((entry) =>
    listOf(objectOf(entry)?.["changes"]),
  );
  return changes.reduce<number>((sum, change) => sum + countInChange(change), 0);
}

function countInChange(change: Json): number {
  const { field, value } = objectOf(change) ?? {};
  const content = objectOf(value);
  const number = objectOf(content?.["metadata"])?.["phone_number_id"];
  if (field !== "messages" || number !== account.phoneNumberId) return 0;
  return listOf(content?.["messages"]).length;
}
