import { z } from "zod";
import { type EventId, eventId, idSchema } from "#core/lib/ids.ts";
import type { StoredEvent } from "#core/model/event.ts";
import type { CommitPlan } from "#core/model/plan.ts";
import type { Check, Report, WorldEnd } from "./check.ts";
import type { Complaint } from "./handled.ts";

const conclusion = z.object({ state: z.string() });
const request = z.object({
  event: idSchema(eventId),
  media: z.object({ id: z.string(), sha256: z.string() }),
});

/** Deaths and a full disk take some; a file that nobody gets to know of takes all there are. */
const mostFetches = 12;

/** A file that was asked for. */
interface Asked {
  readonly who: string;
  /** The vendor's id of it, and the hash of what the person sent, as base64. */
  readonly id: string;
  readonly sha256: string;
  /** How it ended, as the conversation heard it. */
  readonly heard: string[];
}

/**
 * I1 for files: each that was asked for ends once, is recorded as it ended, and is kept byte for
 * byte unless the network spoilt it.
 */
export function createFileCheck(report: Report): Check {
  const asked = new Map<EventId, Asked>();
  const spoilt = new Set<string>();
  const fetched = new Map<string, number>();

  function ask(plan: CommitPlan, who: string): void {
    for (const { effect, request: wanted } of plan.activities) {
      if (!effect.endsWith(":media")) continue;
      const { event, media } = request.parse(wanted.input);
      if (asked.has(event)) report("I1", `the file of ${event} is asked for twice`, who);
      asked.set(event, { who, ...media, heard: [] });
    }
  }

  function hear({ body }: StoredEvent, who: string): void {
    if (body.kind !== "result" || !body.effect.endsWith(":media")) return;
    const event = eventId(body.effect.slice(0, -":media".length));
    const file = asked.get(event);
    if (file === undefined) {
      report("I1", `a file of ${event} ends that nobody asked for`, who);
      return;
    }
    const { outcome } = body;
    const state = outcome.kind === "done" ? conclusion.parse(outcome.value).state : outcome.kind;
    file.heard.push(state);
    if (file.heard.length > 1) report("I1", `the file of ${event} ends twice`, who);
  }

  function fetch(id: string): void {
    const count = (fetched.get(id) ?? 0) + 1;
    fetched.set(id, count);
    if (count > mostFetches) report("I1", `file ${id} is fetched again and again`);
  }

  function atEnd({ media }: WorldEnd): void {
    const found = new Map(media.map((item) => [item.record.event, item]));
    if (found.size !== media.length) report("I1", "a message has two records of its file");
    for (const [event, file] of asked) {
      const complaint = judge(file, found.get(event), spoilt.has(file.id));
      if (complaint !== undefined) report("I1", `the file of ${event} ${complaint}`, file.who);
    }
    for (const { record } of media) {
      if (!asked.has(record.event)) report("I1", `a file of ${record.event} nobody asked for`);
    }
  }

  return {
    on: {
      committed: ({ who, claim, plan }) => {
        ask(plan, who);
        for (const { event: id } of plan.marks) {
          const event = claim.events.find((item) => item.id === id);
          if (event !== undefined) hear(event, who);
        }
      },
      "file-answered": ({ id, step, isWhole }) => {
        if (!isWhole) spoilt.add(id);
        else if (step === "bytes") fetch(id);
      },
    },
    atEnd,
  };
}

/** `isSpoilt`: the network did not give it as it was. */
function judge(
  { sha256, heard }: Asked,
  found: WorldEnd["media"][number] | undefined,
  isSpoilt: boolean,
): Complaint {
  const [ending] = heard;
  if (ending === undefined) return "has no end that the conversation heard of";
  if (found === undefined) return "has left nothing on record";
  const { state, file } = found.record;
  // Kept for as long as it may be, and let go.
  if (state === "expired") return ending === "kept" ? undefined : `was let go, and ${ending}`;
  // A fetch that was given up may still have ended well.
  if (ending !== state && ending !== "unknown") return `is ${state}, and ${ending} was heard`;
  if (state !== "kept") return isSpoilt ? undefined : `is ${state} without a cause`;
  const sent = Buffer.from(sha256, "base64").toString("hex");
  if (file?.sha256 !== sent) return "is another than was sent";
  return found.isWhole ? undefined : "is not on the disk";
}
