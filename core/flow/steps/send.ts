import { z } from "zod";
import { defineStep } from "#core/flow/define-step.ts";
import { isCarried } from "#core/flow/rich/is-carried.ts";
import { Rendering } from "#core/flow/rich/rendering.ts";
import { richKinds } from "#core/flow/rich/rich-kinds.ts";

/** Sends one message that is more than words. */
export const send = defineStep({
  verb: "send",
  about:
    "Sends one message that is more than words: a file, a place, contacts, a link, products, a form, a request, or cards.",
  keys: () => ({
    send: z.union(richKinds.map((kind) => kind.schema)).meta({
      description: "The message; its first key says what it is.",
      examples: [{ image: "https://shop.example/menu.jpg", caption: "Our menu" }],
    }),
    reply: z.boolean().optional().meta({
      description: "Quote the person's message that brought the run here.",
    }),
  }),
  outline: () => ({
    lists: [],
    ways: [{ to: { kind: "next" }, after: { kind: "nothing" }, fills: [] }],
    speaks: "freely",
  }),
  compile({ send: input, reply }, build) {
    for (const kind of richKinds) {
      const { key, need } = kind;
      const code = Object.hasOwn(input, key) ? kind.compile(input, build) : undefined;
      if (code !== undefined) return { need, code, isReply: reply ?? false };
    }
    return undefined;
  },
  enter(compiled, turn) {
    if (compiled === undefined) return { kind: "next" };
    const { need, code, isReply } = compiled;
    if (!isCarried(need, turn.capabilities)) {
      turn.record("flow.message-not-carried", { kind: need.media ?? need.kind });
      return { kind: "next" };
    }
    const rendering = new Rendering(turn);
    const message = code(rendering);
    const { failure, ahead } = rendering;
    if (failure !== undefined) return { kind: "fail", failure };
    const replyTo = isReply ? turn.answeredId : undefined;
    const before = ahead.map((text) => ({ kind: "text", text }) as const);
    turn.send([...before, replyTo === undefined ? message : { ...message, replyTo }], "reply");
    return { kind: "next" };
  },
});
