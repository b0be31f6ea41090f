import type { Millis } from "#core/lib/millis.ts";
import type { CrashPoint } from "./crash-points.ts";

/** A death to come: at the pass of `point` that follows `skip` others, not before `fromAt`. */
export interface CrashOrder {
  readonly fromAt: Millis;
  readonly point: CrashPoint;
  readonly skip: number;
  /** How long nothing runs afterwards. */
  readonly downMs: number;
}

/** Deaths that are ordered, and how often each point was one. */
export class CrashPlan {
  readonly #waiting: { readonly order: CrashOrder; left: number }[] = [];
  readonly hits = new Map<CrashPoint, number>();

  order(order: CrashOrder): void {
    this.#waiting.push({ order, left: order.skip });
  }

  /** The order that is carried out at this pass, taken off the plan; undefined: go on. */
  pass(point: CrashPoint, now: Millis): CrashOrder | undefined {
    const index = this.#waiting.findIndex(
      ({ order }) => order.point === point && order.fromAt <= now,
    );
    const item = this.#waiting[index];
    if (item === undefined) return undefined;
    if (item.left > 0) {
      item.left -= 1;
      return undefined;
    }
    this.#waiting.splice(index, 1);
    this.hits.set(point, (this.hits.get(point) ?? 0) + 1);
    return item.order;
  }

  /** Nobody dies any more. */
  clear(): void {
    this.#waiting.length = 0;
  }
}
