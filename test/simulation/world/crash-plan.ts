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
  readonly #waiting = new Map<CrashPoint, { readonly order: CrashOrder; left: number }[]>();
  readonly hits = new Map<CrashPoint, number>();

  order(order: CrashOrder): void {
    const items = this.#waiting.get(order.point) ?? [];
    items.push({ order, left: order.skip });
    this.#waiting.set(order.point, items);
  }

  /** True if a pass of the point is not without meaning now. */
  isAwaited(point: CrashPoint, now: Millis): boolean {
    return this.#waiting.get(point)?.some(({ order }) => order.fromAt <= now) ?? false;
  }

  /** The order that is carried out at this pass, taken off the plan; undefined: go on. */
  pass(point: CrashPoint, now: Millis): CrashOrder | undefined {
    const items = this.#waiting.get(point) ?? [];
    const index = items.findIndex(({ order }) => order.fromAt <= now);
    const item = items[index];
    if (item === undefined) return undefined;
    if (item.left > 0) {
      item.left -= 1;
      return undefined;
    }
    items.splice(index, 1);
    this.hits.set(point, (this.hits.get(point) ?? 0) + 1);
    return item.order;
  }

  /** Nobody dies any more. */
  clear(): void {
    this.#waiting.clear();
  }
}
