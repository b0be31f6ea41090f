import type { Observation } from "./observation.ts";
import type { Scene } from "./scene.ts";

/** Counts what no fault causes by itself but several together do. */
export function countConsequences(scene: Scene): void {
  const underWay = new Set<string>();

  function look(observation: Observation): void {
    switch (observation.kind) {
      case "posted":
        underWay.add(`${observation.post.outbox}:${observation.post.attempt}`);
        return;
      case "post-answered":
        underWay.delete(`${observation.post.outbox}:${observation.post.attempt}`);
        return;
      case "receipts-kept":
        for (const { send } of observation.statuses) {
          if (send !== undefined && underWay.delete(`${send.outbox}:${send.attempt}`)) {
            scene.count("receipt ahead of the answer");
          }
        }
        return;
      case "send-decided":
        if (observation.start.kind === "paced") scene.count("held back by our own pace");
        if (observation.start.kind === "fenced") scene.count("send fenced");
        return;
      case "committed":
        if (observation.how === "bury") scene.count("turn parked");
        return;
      default:
        return;
    }
  }

  scene.watch(look);
}
