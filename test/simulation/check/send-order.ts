import { canonicalJson, jsonSchema, parseJson } from "#core/lib/json.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { Send } from "#core/model/send.ts";
import type { Check, Report } from "./check.ts";

interface Line {
  /** Effect ids in the order in which their plans were committed. */
  readonly places: Map<string, number>;
  /** The place of the newest send that has left. */
  newest: number;
}

/**
 * I2 and I3 for what goes out: the sends of a conversation leave in the order in which they were planned,
 * nothing leaves that was not planned and begun durably, and what the store holds in the end is
 * exactly what the plans said.
 */
export function createSendOrderCheck(report: Report): Check {
  const lines = new Map<string, Line>();
  const rows = new Map<string, Pick<Send, "conversation" | "effect">>();
  const begun = new Set<string>();
  const planned = new Map<string, string>();

  function lineOf(conversation: string): Line {
    const line = lines.get(conversation) ?? { places: new Map(), newest: -1 };
    lines.set(conversation, line);
    return line;
  }

  function leave(who: string, outbox: string, attempt: number): void {
    if (!begun.delete(`${outbox}:${attempt}`)) {
      report("I3", `${outbox}:${attempt} left without being begun in the store`, who);
    }
    const { conversation = "", effect = "" } = rows.get(outbox) ?? {};
    const line = lineOf(conversation);
    const place = line.places.get(effect);
    if (place === undefined) {
      report("I3", `${outbox} left, and no committed plan asked for it`, who);
      return;
    }
    if (place < line.newest) report("I2", `${outbox} left after a later message`, who);
    line.newest = Math.max(line.newest, place);
  }

  return {
    on: {
      committed: ({ claim, plan }) => {
        const { places } = lineOf(claim.conversation.id);
        for (const { effect, message } of plan.sends) {
          if (!places.has(effect)) places.set(effect, places.size);
          planned.set(effect, textOf(message));
        }
      },
      "send-claimed": ({ send }) => {
        rows.set(send.id, send);
      },
      "send-decided": ({ send, start }) => {
        if (start.kind === "started") begun.add(`${send.id}:${start.attempt}`);
      },
      posted: ({ who, post }) => {
        if (who === undefined) report("I3", "a message left for nobody we know");
        else leave(who, post.outbox, post.attempt);
      },
    },
    atEnd({ sends }) {
      const stored = sends.map(({ message }) => textOf(message)).toSorted();
      const wanted = [...planned.values()].toSorted();
      const missing = wanted.length - stored.length;
      if (missing !== 0) report("I3", `${missing} more sends were planned than are stored`);
      const other = stored.find((message, index) => message !== wanted[index]);
      if (missing === 0 && other !== undefined) {
        report("I3", `the stored sends are not the planned ones: ${other}`);
      }
    },
  };
}

/** The same for equal messages: keys have no order. */
function textOf(message: MessageOut): string {
  return canonicalJson(parseJson(jsonSchema, JSON.stringify(message), "message"));
}
