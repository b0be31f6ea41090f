import type { NetReply, NetRequest } from "#core/model/ports/net.ts";
import type { CrashPoint } from "./crash-points.ts";
import { never } from "./never.ts";
import type { Process } from "./process.ts";
import type { Scene } from "./scene.ts";

/**
 * One exchange on a bad line, `ask` being its other end; at `point` the sender may die while the
 * answer is on its way.
 */
export type Exchange = (
  request: Pick<NetRequest, "timeoutMs">,
  point: CrashPoint | undefined,
  ask: () => Promise<NetReply>,
) => Promise<NetReply>;

/** Refuses, loses and holds up, as the weather is. */
export function createExchange(scene: Scene, process: Process): Exchange {
  async function timeOut(timeoutMs: number, sentAt: number): Promise<NetReply> {
    await scene.pause(Math.max(0, sentAt + timeoutMs - scene.clock.now()));
    return { kind: "broken", reason: "timeout" };
  }

  return async ({ timeoutMs }, point, ask) => {
    const { weather } = scene;
    if (scene.strikes("connection refused", weather.unsent)) {
      await scene.pause(scene.draw(1, 20));
      return { kind: "unsent", reason: "connection refused" };
    }
    const isHung = scene.strikes("vendor hangs", weather.hang);
    const isSlow = !isHung && scene.strikes("vendor is slow", weather.slowAnswer);
    const sentAt = scene.clock.now();
    await scene.pause(scene.draw(5, 60));
    // Of a request that hangs nobody knows whether it was taken.
    if (isHung && scene.random.chance(0.5)) return timeOut(timeoutMs, sentAt);
    const reply = await ask();
    if (point !== undefined && process.isAlive && process.diesAt(point)) return never();
    if (isHung) return timeOut(timeoutMs, sentAt);
    await scene.pause(isSlow ? scene.draw(1_000, 30_000) : scene.draw(5, 400));
    return scene.clock.now() - sentAt > timeoutMs ? timeOut(timeoutMs, sentAt) : reply;
  };
}
