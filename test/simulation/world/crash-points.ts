/**
 * Store calls that write. Each has two moments at which a process can die: `lost` is after it asked
 * and before the shared commit, `kept` after the commit and before it heard of it.
 */
const writes = [
  "ingest",
  "commit",
  "retry",
  "defer",
  "bury",
  "startSend",
  "sendResult",
  "applyStatuses",
  "dueTimers",
  "resume",
  "claimActivities",
  "deferActivity",
] as const;
export type Write = (typeof writes)[number];

const elsewhere = [
  /** Between any two things that it does. */
  "anywhere",
  /** A webhook has arrived and was not looked at. */
  "webhook:unread",
  /** Its answer is ready and has not left. */
  "webhook:unanswered",
  /** The row is `sending` and the POST has not left. */
  "post:unsent",
  /** The message was taken and the answer is on its way back. */
  "post:unanswered",
  /** The answer has come and is not written down. */
  "post:unrecorded",
  /** A person's file is to be fetched. */
  "file:unfetched",
  /** Its bytes have come and are not kept. */
  "file:unkept",
  /** It is expected on the disk and not there yet. */
  "file:noted",
  /** It is on the disk and on record, and its conversation has not heard of it. */
  "file:recorded",
  /** An action of a flow is to leave. */
  "action:unasked",
  /** It was done, and its answer is on its way back. */
  "action:unanswered",
  /** Its answer has come and is not written down. */
  "action:unrecorded",
] as const;

export type CrashPoint = `${Write}:lost` | `${Write}:kept` | (typeof elsewhere)[number];

/** Every named moment at which a process dies in the simulation. */
export const crashPoints: readonly CrashPoint[] = [
  ...writes.flatMap((write) => [`${write}:lost`, `${write}:kept`] as const),
  ...elsewhere,
];
