import type { Claim, CommitAnswer, CommitPlan } from "#core/model/plan.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { Send } from "#core/model/send.ts";
import { never } from "./never.ts";
import type { Process } from "./process.ts";
import type { Scene } from "./scene.ts";
import { StoreAccess } from "./store-access.ts";

/** The store as one process reaches it, telling the scene of everything that it made durable. */
export function observeStore(store: Store, scene: Scene, process: Process): Store {
  const access = new StoreAccess(scene, process);
  return {
    ...observeTurns(store, scene, access),
    ...observeSends(store, scene, access),
    ingest: access.write(
      "ingest",
      (events) => store.ingest(events),
      (answers, events) => scene.emit({ kind: "ingested", events, answers }),
    ),
    // Asked for all the time: a death counts only where there was something to do.
    dueTimers: access.write(
      "dueTimers",
      (max, now, from) => store.dueTimers(max, now, from),
      (count) => {
        if (count > 0) scene.emit({ kind: "timers-fired", count });
      },
      {
        hasWork: async (_max, now, from) => ((await store.nextDueAt(from)) ?? Infinity) <= now,
        hasWorked: (count) => count > 0,
      },
    ),
    // Asked for all the time, too: no holding up.
    nextDueAt: (from) => (process.isAlive ? store.nextDueAt(from) : never()),
    resume: access.write(
      "resume",
      (...args: Parameters<Store["resume"]>) => store.resume(...args),
      () => undefined,
    ),
    claimActivities: access.write(
      "claimActivities",
      (...args: Parameters<Store["claimActivities"]>) => store.claimActivities(...args),
      (activities) => {
        for (const activity of activities) scene.emit({ kind: "activity-claimed", activity });
      },
      {
        hasWork: async () => (await store.stats()).openActivities > 0,
        hasWorked: (activities) => activities.length > 0,
      },
    ),
    deferActivity: access.write(
      "deferActivity",
      (...args: Parameters<Store["deferActivity"]>) => store.deferActivity(...args),
      () => undefined,
    ),
    reserve: access.read((reservation, now) => store.reserve(reservation, now)),
    settle: access.read((id, amounts) => store.settle(id, amounts)),
    stats: access.read(() => store.stats()),
    backup: access.read((file) => store.backup(file)),
    close: access.read(() => store.close()),
  };
}

/** A send that was begun with its plan was claimed and decided in one. */
function tellStarted(scene: Scene, who: string, send: Send, plan: CommitPlan): void {
  const decision = { kind: "send", takes: plan.start?.takes ?? [] } as const;
  const start = { kind: "started", attempt: send.attempt + 1 } as const;
  scene.emit({ kind: "send-claimed", who, send });
  scene.emit({ kind: "send-decided", who, send, decision, start });
}

type Turns = Pick<Store, "claim" | "commit" | "bury" | "retry" | "defer" | "touch">;

function observeTurns(store: Store, scene: Scene, access: StoreAccess): Turns {
  const nameOf = (claim: Claim) => scene.directory.nameOfContact(claim.contact);
  const tellCommit =
    (how: "commit" | "bury") => (answer: CommitAnswer, claim: Claim, plan: CommitPlan) => {
      const who = nameOf(claim);
      if (answer === "fenced") scene.emit({ kind: "gave-back", who, claim, how: "fenced" });
      else scene.emit({ kind: "committed", who, claim, plan, how });
      if (typeof answer === "object") tellStarted(scene, who, answer.started, plan);
    };
  return {
    claim: access.read(
      (max, now) => store.claim(max, now),
      (claims) => {
        for (const claim of claims) scene.emit({ kind: "claimed", who: nameOf(claim), claim });
      },
    ),
    commit: access.write(
      "commit",
      (claim, plan) => store.commit(claim, plan),
      tellCommit("commit"),
    ),
    bury: access.write(
      "bury",
      (claim, error, plan) => store.bury(claim, error, plan),
      (answer, claim, _error, plan) => tellCommit("bury")(answer, claim, plan),
    ),
    retry: access.write(
      "retry",
      (claim, until, error) => store.retry(claim, until, error),
      (_, claim) => scene.emit({ kind: "gave-back", who: nameOf(claim), claim, how: "retry" }),
    ),
    defer: access.write(
      "defer",
      (claim, until) => store.defer(claim, until),
      (_, claim) => scene.emit({ kind: "gave-back", who: nameOf(claim), claim, how: "defer" }),
    ),
    touch: access.read((claims, now) => store.touch(claims, now)),
  };
}

type Sends = Pick<Store, "claimSends" | "startSend" | "sendResult" | "applyStatuses">;

function observeSends(store: Store, scene: Scene, access: StoreAccess): Sends {
  const nameOf = (send: Send) =>
    scene.directory.nameOfContact({ id: send.contact, addresses: send.to });
  return {
    claimSends: access.read(
      (max, now, accounts) => store.claimSends(max, now, accounts),
      (sends) => {
        for (const send of sends) scene.emit({ kind: "send-claimed", who: nameOf(send), send });
      },
    ),
    startSend: access.write(
      "startSend",
      (send, decision, now) => store.startSend(send, decision, now),
      (start, send, decision) =>
        scene.emit({ kind: "send-decided", who: nameOf(send), send, decision, start }),
    ),
    sendResult: access.write(
      "sendResult",
      (send, result, now) => store.sendResult(send, result, now),
      (_, send, result) => scene.emit({ kind: "send-ended", who: nameOf(send), send, result }),
    ),
    applyStatuses: access.write(
      "applyStatuses",
      (statuses, now) => store.applyStatuses(statuses, now),
      (_, statuses) => scene.emit({ kind: "receipts-kept", statuses }),
    ),
  };
}
