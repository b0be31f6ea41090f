import { z } from "zod";
import type { LocalText } from "#core/flow/compile/local-text.ts";
import { defineStep } from "#core/flow/define-step.ts";
import { mediaSchema } from "#core/flow/rich/rich-schemas.ts";
import { compileSayMedia, sayWithMedia } from "#core/flow/rich/say-media.ts";
import { chanceIndex } from "#core/flow/run/chance.ts";
import type { Outcome } from "#core/flow/run/failure.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";

/** Sends a text, or one of several. */
export const say = defineStep({
  verb: "say",
  about: "Sends a text: a string, a map of locale to text, or a list of which one is picked.",
  keys: () => ({
    say: z.union([textSchema, z.array(textSchema).min(1).max(50)]).meta({
      description: "The text, or a list of texts of which one is sent.",
      examples: ["Hello!", { en: "Hello!", id: "Halo!" }],
    }),
    pick: z.enum(["random", "rotate"]).optional().meta({
      description:
        "How one of a list is picked: by chance (random, the default), or in turn each time the run comes by (rotate).",
    }),
    reply: z.boolean().optional().meta({
      description: "Quote the person's message that brought the run here.",
    }),
    react: z
      .string()
      .min(1)
      .max(16)
      .optional()
      .meta({
        description: "An emoji put on the person's message that brought the run here.",
        examples: ["👍"],
      }),
    media: mediaSchema.optional().meta({
      description: "A file that the text stands below.",
      examples: [{ image: "https://shop.example/menu.jpg" }],
    }),
    footer: textSchema.optional().meta({ description: "Small print at the end of the text." }),
  }),
  outline: () => ({
    lists: [],
    ways: [{ to: { kind: "next" }, after: { kind: "nothing" }, fills: [] }],
    speaks: "freely",
  }),
  compile({ say: written, pick, reply, react, media, footer }, build) {
    const texts = Array.isArray(written)
      ? written.map((text, index) => build.text(["say", index], text))
      : [build.text(["say"], written)];
    if (pick !== undefined && !Array.isArray(written)) {
      const message = '"pick" needs a list of texts under "say"';
      build.report({ code: "FLOW_KEY_USELESS", path: ["pick"], part: "key", message });
    }
    const counter = pick === "rotate" ? `pick ${build.place}` : undefined;
    return {
      texts,
      counter,
      isReply: reply ?? false,
      react,
      media: media === undefined ? undefined : compileSayMedia(media, build),
      footer: footer === undefined ? undefined : build.text(["footer"], footer),
    };
  },
  enter({ texts, counter, isReply, react, media, footer }, turn) {
    const text = pickText(texts, counter, turn);
    const rendered = renderParts([text, footer], turn);
    if (!rendered.ok) return { kind: "fail", failure: rendered.failure };
    const whole = rendered.value;
    const messageId = turn.answeredId;
    if (react !== undefined && messageId !== undefined && turn.capabilities.reactions) {
      turn.send([{ kind: "reaction", target: messageId, emoji: react }], "reply");
    }
    const replyTo = isReply ? messageId : undefined;
    if (media === undefined) {
      const isPlain = footer === undefined && react === undefined && replyTo === undefined;
      if (isPlain) turn.sayPlainly(whole);
      else turn.say(whole, "reply", replyTo);
      return { kind: "next" };
    }
    const failure = sayWithMedia(media, whole, replyTo, turn);
    return failure === undefined ? { kind: "next" } : { kind: "fail", failure };
  },
});

/** The texts with a blank line between them; one that is empty is left out. */
function renderParts(texts: readonly (LocalText | undefined)[], turn: Turn): Outcome<string> {
  const parts: string[] = [];
  for (const text of texts) {
    const rendered = text === undefined ? undefined : turn.render(text);
    if (rendered?.ok === false) return rendered;
    if (rendered !== undefined && rendered.value.trim() !== "") parts.push(rendered.value);
  }
  return { ok: true, value: parts.join("\n\n") };
}

function pickText(
  texts: readonly LocalText[],
  counter: string | undefined,
  turn: Turn,
): LocalText | undefined {
  if (texts.length < 2) return texts[0];
  if (counter === undefined) {
    return texts[chanceIndex(turn.facts.seed, turn.saidCount, texts.length)];
  }
  const count = turn.counter(counter);
  turn.setCounter(counter, (count + 1) % texts.length);
  return texts[count % texts.length];
}
