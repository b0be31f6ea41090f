import type { Check, Report } from "./check.ts";

interface Line {
  /** Effect ids in the order in which their plans were committed. */
  readonly places: Map<string, number>;
  /** The place of the newest send that has left. */
  newest: number;
}

/**
 * I2 and I3 for what goes out: the sends of a person leave in the order in which they were planned,
 * nothing leaves that was not planned and begun durably, and what the store holds in the end is
 * exactly what the plans said.
 */
export function createSendOrderCheck(report: Report): Check {
  const lines = new Map<string, Line>();
  const effects = new Map<string, string>();
  const begun = new Set<string>();
  const planned = new Map<string, string>();

  function lineOf(who: string): Line {
    const line = lines.get(who) ?? { places: new Map(), newest: -1 };
    lines.set(who, line);
    return line;
  }

  function leave(who: string, outbox: string, attempt: number): void {
    if (!begun.delete(`${outbox}:${attempt}`)) {
      report("I3", `${outbox}:${attempt} left without being begun in the store`, who);
    }
    const line = lineOf(who);
    const place = line.places.get(effects.get(outbox) ?? "");
    if (place === undefined) {
      report("I3", `${outbox} left, and no committed plan asked for it`, who);
      return;
    }
    if (place < line.newest) report("I2", `${outbox} left after a later message`, who);
    line.newest = Math.max(line.newest, place);
  }

  return {
    on: {
      committed: ({ who, plan }) => {
        const { places } = lineOf(who);
        for (const { effect, message } of plan.sends) {
          if (!places.has(effect)) places.set(effect, places.size);
          planned.set(effect, JSON.stringify(message));
        }
      },
      "send-claimed": ({ send }) => {
        effects.set(send.id, send.effect);
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
      const stored = sends.map(({ message }) => JSON.stringify(message)).toSorted();
      const wanted = [...planned.values()].toSorted();
      const missing = wanted.length - stored.length;
      if (missing !== 0) report("I3", `${missing} more sends were planned than are stored`);
      else if (stored.some((message, index) => message !== wanted[index])) {
        report("I3", "the stored sends are not the planned ones");
      }
    },
  };
}
