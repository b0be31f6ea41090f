import type { ConversationId, EffectId, RunId } from "#core/lib/ids.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { OpenActivity } from "./activity-table.ts";

/** Open activities and their leases, in memory; changed only after a commit. */
export class ActivityQueue {
  readonly #leaseMs: number;
  /** In the order of asking. */
  readonly #waiting = new Map<EffectId, OpenActivity>();
  readonly #leased = new Map<EffectId, { activity: OpenActivity; untilAt: number }>();

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  add(activity: OpenActivity): void {
    this.#waiting.set(activity.effect, activity);
  }

  end(effect: EffectId): void {
    this.#waiting.delete(effect);
    this.#leased.delete(effect);
  }

  endRun(run: RunId): void {
    this.#endAll((activity) => activity.run === run);
  }

  forget(conversation: ConversationId): void {
    this.#endAll((activity) => activity.conversation === conversation);
  }

  /** Leases up to `max`, those first whose lease ran out. */
  take(max: number, now: Millis): EffectId[] {
    const taken: EffectId[] = [];
    for (const [effect, lease] of this.#leased) {
      if (taken.length >= max) break;
      if (lease.untilAt > now) continue;
      lease.untilAt = later(now, this.#leaseMs);
      taken.push(effect);
    }
    for (const [effect, activity] of this.#waiting) {
      if (taken.length >= max) break;
      this.#waiting.delete(effect);
      this.#leased.set(effect, { activity, untilAt: later(now, this.#leaseMs) });
      taken.push(effect);
    }
    return taken;
  }

  /** Lengthens a lease by the time that the activity itself may take. */
  extend(effect: EffectId, timeoutMs: number): void {
    const lease = this.#leased.get(effect);
    if (lease !== undefined) lease.untilAt += timeoutMs;
  }

  /** Lets a lease end at `until`, sooner or later than it would; harmless if it is over. */
  hold(effect: EffectId, until: Millis): void {
    const lease = this.#leased.get(effect);
    if (lease !== undefined) lease.untilAt = until;
  }

  /** Gives back what was taken and could not be begun. */
  putBack(effects: readonly EffectId[]): void {
    for (const effect of effects) {
      const lease = this.#leased.get(effect);
      this.#leased.delete(effect);
      if (lease !== undefined) this.#waiting.set(effect, lease.activity);
    }
  }

  /** When the next lease ends, or undefined. */
  nextAt(): number | undefined {
    let next: number | undefined;
    for (const { untilAt } of this.#leased.values()) {
      if (next === undefined || untilAt < next) next = untilAt;
    }
    return next;
  }

  #endAll(isMeant: (activity: OpenActivity) => boolean): void {
    for (const activity of this.#waiting.values()) {
      if (isMeant(activity)) this.#waiting.delete(activity.effect);
    }
    for (const { activity } of this.#leased.values()) {
      if (isMeant(activity)) this.#leased.delete(activity.effect);
    }
  }
}
