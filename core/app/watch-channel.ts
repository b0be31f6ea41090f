import { assertNever } from "#core/lib/assert-never.ts";
import type { Sender } from "#core/model/identity.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { type MessageOut, messageOutText } from "#core/model/message-out.ts";
import type { Channel, ChannelOutcome } from "#core/model/ports/channel.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";

/** A message that passes, for the eyes of a person at the terminal; never for a log. */
export type Traffic =
  | {
      readonly kind: "in";
      readonly person: string;
      readonly text: string;
      /** Who wrote it, as a simulator names people, and the vendor's id of the message. */
      readonly simulated: SimulatedPerson;
      readonly vendorId: string;
    }
  | {
      readonly kind: "out";
      readonly person: string;
      readonly text: string;
      readonly options: readonly string[];
      /** What went wrong and what to do; undefined: taken. */
      readonly problem: string | undefined;
    };

/** The same channel, telling what passes. */
export function watchChannel(channel: Channel, tell: (traffic: Traffic) => void): Channel {
  /** Names by address, to name the person that a send is for. */
  const names = new Map<string, string>();
  return {
    ...channel,
    receive(request) {
      const reading = channel.receive(request);
      if (reading.kind !== "updates") return reading;
      for (const { body } of reading.events) {
        if (body.kind !== "message") continue;
        const { sender, message } = body;
        const person = sender.name ?? sender.addresses[0]?.value ?? "?";
        for (const { value } of sender.addresses) names.set(value, person);
        const simulated = toSimulated(person, sender);
        const text = describeIncoming(message);
        tell({ kind: "in", person, text, simulated, vendorId: message.id });
      }
      return reading;
    },
    async send(send) {
      const outcome = await channel.send(send);
      const known = send.to.find(({ value }) => names.has(value)) ?? send.to[0];
      tell({
        kind: "out",
        person: names.get(known?.value ?? "") ?? known?.value ?? "?",
        text: messageOutText(send.message),
        options: optionsOf(send.message),
        problem: describeProblem(outcome),
      });
      return outcome;
    },
  };
}

function toSimulated(name: string, { addresses }: Sender): SimulatedPerson {
  const phone = addresses.find(({ kind }) => kind === "phone")?.value;
  const userId = addresses.find(({ kind }) => kind !== "phone")?.value;
  return {
    name,
    ...(userId === undefined ? {} : { userId }),
    ...(phone === undefined ? {} : { phone }),
  };
}

function describeIncoming(message: MessageIn): string {
  if (message.kind === "text") return message.text;
  return message.kind === "choice" ? `[${message.title}]` : `(${message.kind})`;
}

function optionsOf(message: MessageOut): readonly string[] {
  if (message.kind === "buttons") return message.options.map(({ title }) => title);
  if (message.kind !== "list") return [];
  return message.sections.flatMap(({ rows }) => rows.map(({ title }) => title));
}

function describeProblem(outcome: ChannelOutcome): string | undefined {
  switch (outcome.kind) {
    case "accepted":
      return undefined;
    case "retry":
    case "rejected":
    case "paused":
    case "unknown":
      return `${outcome.kind}: ${outcome.error.meaning} ${outcome.error.action} [${outcome.error.code}]`;
    default:
      return assertNever(outcome, "describeProblem");
  }
}
