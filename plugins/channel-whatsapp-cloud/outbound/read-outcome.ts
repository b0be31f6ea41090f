import {
  assertNever,
  type ChannelOutcome,
  type JsonObject,
  type NetReply,
  type SendError,
} from "sapa/plugin";
import type { ErrorEntry } from "#plugins/channel-whatsapp-cloud/errors/error-entry.ts";
import { findEntry, unknownEntry } from "#plugins/channel-whatsapp-cloud/errors/find-entry.ts";
import {
  readErrorCode,
  readSendError,
} from "#plugins/channel-whatsapp-cloud/errors/read-send-error.ts";
import { listOf, objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { netError } from "./net-error.ts";

type Answer = Extract<NetReply, { kind: "answer" }>;

/** The least wait where neither Meta nor the table says one. */
const defaultAfterMs = 2_000;
const greatestAfterMs = 3_600_000;

/**
 * How a POST to messages ended. Meta's code is looked up first, the HTTP status only without one: a
 * 500 with the code of a missing registration was certainly not sent, a 502 of a gateway may have
 * been. Source: reliability page, part 5; reference 4.7.
 */
export function readOutcome(reply: NetReply): ChannelOutcome {
  switch (reply.kind) {
    case "unsent":
      return {
        kind: "retry",
        afterMs: defaultAfterMs,
        error: netError("NET_UNSENT", reply.reason),
      };
    case "broken":
      return { kind: "unknown", error: netError("NET_BROKEN", reply.reason) };
    case "answer":
      return readAnswer(reply);
    default:
      return assertNever(reply, "readOutcome");
  }
}

function readAnswer(answer: Answer): ChannelOutcome {
  const body = objectOf(readJson(answer.body));
  const error = objectOf(body?.["error"]);
  const code = readErrorCode(error);
  if (error !== undefined && code !== undefined) return byCode(code, error, answer);
  const vendorId = textOf(objectOf(listOf(body?.["messages"])[0])?.["id"]);
  const isTaken = answer.status >= 200 && answer.status < 300 && error === undefined;
  if (isTaken && vendorId !== undefined && vendorId !== "") return { kind: "accepted", vendorId };
  return byStatus(answer);
}

function byCode(code: number, error: JsonObject, answer: Answer): ChannelOutcome {
  const entry = findEntry(code);
  // Nobody knows what an undocumented code did; only below 500 was it surely refused.
  if (entry === undefined && answer.status >= 500) {
    return { kind: "unknown", error: readSendError(error) };
  }
  return byEntry(entry ?? unknownEntry, readSendError(error), answer);
}

function byEntry(entry: ErrorEntry, error: SendError, answer: Answer): ChannelOutcome {
  switch (entry.outcome) {
    case "retry":
      return { kind: "retry", afterMs: afterMsOf(answer, entry.afterMs), error };
    case "rejected":
      return { kind: "rejected", error, effect: entry.effect ?? "none" };
    case "paused":
      return { kind: "paused", error };
    case "unknown":
      return { kind: "unknown", error };
    default:
      return assertNever(entry.outcome, "byEntry");
  }
}

/** An answer without Meta's code comes from something in between, or is cut off. */
function byStatus(answer: Answer): ChannelOutcome {
  const { status } = answer;
  const error = netError(`HTTP_${status}`, `HTTP ${status} without an error code of Meta's`);
  if (status === 429) return { kind: "retry", afterMs: afterMsOf(answer, undefined), error };
  if (status < 300 || status === 408 || status >= 500) return { kind: "unknown", error };
  if (status === 413) return { kind: "rejected", error, effect: "none" };
  // Not Meta at all: a wrong address, a proxy that wants a login, a redirect.
  return { kind: "paused", error };
}

function afterMsOf(answer: Answer, leastMs: number | undefined): number {
  const seconds = Number(answer.headers["retry-after"] ?? "");
  const toldMs = Number.isFinite(seconds) ? Math.min(seconds * 1_000, greatestAfterMs) : 0;
  return Math.max(toldMs, leastMs ?? defaultAfterMs);
}
