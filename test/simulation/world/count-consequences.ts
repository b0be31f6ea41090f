import { dispatch, type Handlers } from "./observation.ts";
import type { Attempt } from "./read-callback.ts";
import type { Scene } from "./scene.ts";

/** Counts what no fault causes by itself but several together do. */
export function countConsequences(scene: Scene): void {
  const underWay = new Set<string>();
  const keyOf = ({ outbox, attempt }: Attempt) => `${outbox}:${attempt}`;

  const on: Handlers = {
    posted: ({ post }) => {
      underWay.add(keyOf(post));
    },
    "post-answered": ({ post }) => {
      underWay.delete(keyOf(post));
    },
    "receipts-kept": ({ statuses }) => {
      for (const { send } of statuses) {
        if (send !== undefined && underWay.delete(keyOf(send))) {
          scene.count("receipt ahead of the answer");
        }
      }
    },
    "send-decided": ({ start, decision }) => {
      if (start.kind === "recorded" && decision.kind === "block") scene.count("send blocked");
      if (start.kind === "paced") scene.count("held back by our own pace");
      if (start.kind === "fenced") scene.count("send fenced");
    },
    committed: ({ how, claim, plan }) => {
      if (how === "bury") scene.count("turn parked");
      const event = claim.events.find(({ id }) => id === plan.marks[0]?.event);
      const { body } = event ?? {};
      const isOfFile = body?.kind === "result" && body.effect.endsWith(":media");
      const outcome = isOfFile ? body.outcome : undefined;
      const isKept = outcome?.kind === "done" && JSON.stringify(outcome.value).includes('"kept"');
      if (outcome !== undefined && !isKept) scene.count("file not kept");
    },
  };

  scene.watch((observation) => dispatch(on, observation));
}
