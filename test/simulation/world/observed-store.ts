import { BotError } from "#core/lib/bot-error.ts";
import type { Claim } from "#core/model/plan.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { Send } from "#core/model/send.ts";
import type { Write } from "./crash-points.ts";
import { never } from "./never.ts";
import type { Process } from "./process.ts";
import type { Scene } from "./scene.ts";

type Call<Arguments extends readonly unknown[], Result> = (...args: Arguments) => Promise<Result>;

/**
 * The store as one process sees it: slow at times, gone at times, and with the process's death at
 * either side of each commit. What became durable is told also if the process died of it.
 */
export function observeStore(store: Store, scene: Scene, process: Process): Store {
  const nameOf = (claim: Claim) => scene.directory.nameOf(claim.contact.addresses);
  const receiverOf = (send: Send) => scene.directory.nameOf(send.to);

  async function holdUp(): Promise<void> {
    const { slowStore, slowStoreMs } = scene.weather;
    if (scene.strikes("store held up", slowStore)) await scene.pause(scene.draw(1, slowStoreMs));
  }

  function write<Arguments extends readonly unknown[], Result>(
    name: Write,
    call: Call<Arguments, Result>,
    tell: (result: Result, ...args: Arguments) => void,
    writes: (...args: Arguments) => Promise<boolean> = alwaysWrites,
  ): Call<Arguments, Result> {
    return async (...args) => {
      await holdUp();
      if (!process.isAlive) return never();
      if (scene.isStoreDown || scene.random.chance(scene.weather.storeHiccup)) throw refuse(scene);
      const isWrite = await writes(...args);
      const writing = call(...args);
      if (isWrite && process.diesAt(`${name}:lost`)) return never();
      const result = await writing;
      tell(result, ...args);
      if (isWrite) process.diesAt(`${name}:kept`);
      return process.isAlive ? result : never();
    };
  }

  function read<Arguments extends readonly unknown[], Result>(
    call: Call<Arguments, Result>,
    tell: (result: Result) => void = () => undefined,
  ): Call<Arguments, Result> {
    return async (...args) => {
      await holdUp();
      if (!process.isAlive) return never();
      const result = await call(...args);
      tell(result);
      return process.isAlive ? result : never();
    };
  }

  function tellCommit(how: "commit" | "bury") {
    return (answer: "ok" | "fenced", claim: Claim, plan: Parameters<Store["commit"]>[1]) => {
      const who = nameOf(claim);
      if (answer === "ok") scene.emit({ kind: "committed", who, claim, plan, how });
      else scene.emit({ kind: "gave-back", who, claim, how: "fenced" });
    };
  }

  return {
    ingest: write(
      "ingest",
      (events) => store.ingest(events),
      (answers, events) => scene.emit({ kind: "ingested", events, answers }),
    ),
    claim: read(
      (max, now) => store.claim(max, now),
      (claims) => {
        for (const claim of claims) scene.emit({ kind: "claimed", who: nameOf(claim), claim });
      },
    ),
    commit: write("commit", (claim, plan) => store.commit(claim, plan), tellCommit("commit")),
    bury: write(
      "bury",
      (claim, error, plan) => store.bury(claim, error, plan),
      (answer, claim, _error, plan) => tellCommit("bury")(answer, claim, plan),
    ),
    retry: write(
      "retry",
      (claim, until, error) => store.retry(claim, until, error),
      (_, claim) => scene.emit({ kind: "gave-back", who: nameOf(claim), claim, how: "retry" }),
    ),
    defer: write(
      "defer",
      (claim, until) => store.defer(claim, until),
      (_, claim) => scene.emit({ kind: "gave-back", who: nameOf(claim), claim, how: "defer" }),
    ),
    touch: read((claims, now) => store.touch(claims, now)),
    claimActivities: read((max, now) => store.claimActivities(max, now)),
    claimSends: read(
      (max, now, paused) => store.claimSends(max, now, paused),
      (sends) => {
        for (const send of sends) {
          scene.emit({ kind: "send-claimed", who: receiverOf(send), send });
        }
      },
    ),
    startSend: write(
      "startSend",
      (send, decision, now) => store.startSend(send, decision, now),
      (start, send, decision) =>
        scene.emit({ kind: "send-decided", who: receiverOf(send), send, decision, start }),
    ),
    sendResult: write(
      "sendResult",
      (send, result, now) => store.sendResult(send, result, now),
      (_, send, result) =>
        scene.emit({ kind: "send-ended", who: receiverOf(send), send, result }),
    ),
    applyStatuses: write(
      "applyStatuses",
      (statuses, now) => store.applyStatuses(statuses, now),
      (_, statuses) => scene.emit({ kind: "receipts-kept", statuses }),
    ),
    dueTimers: write(
      "dueTimers",
      (max, now, from) => store.dueTimers(max, now, from),
      (count) => {
        if (count > 0) scene.emit({ kind: "timers-fired", count });
      },
      // Asked for all the time: a death counts only where there was something to do.
      async (_max, now, from) => ((await store.nextDueAt(from)) ?? Infinity) <= now,
    ),
    // Asked for all the time, too: no holding up.
    nextDueAt: (from) => (process.isAlive ? store.nextDueAt(from) : never()),
    reserve: read((reservation, now) => store.reserve(reservation, now)),
    settle: read((id, amounts) => store.settle(id, amounts)),
    resume: write(
      "resume",
      (...args: Parameters<Store["resume"]>) => store.resume(...args),
      () => undefined,
    ),
    stats: read(() => store.stats()),
    backup: read((file) => store.backup(file)),
    close: read(() => store.close()),
  };
}

async function alwaysWrites(): Promise<boolean> {
  return true;
}

function refuse(scene: Scene): BotError {
  scene.count("store unavailable");
  return new BotError("STORE_UNAVAILABLE", "the simulated disk is full", {
    retry: "later",
    retryAfterMs: 1_000,
  });
}
