import type { EventId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Conversation } from "#core/model/conversation.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { OpsChange } from "#core/model/ops.ts";

/** Who takes operators' commands, handed in: the engine knows none of them. */
export interface OperatorDesk {
  /** Whether a message is a command: of somebody who may give any, and written as one. */
  isCommand(contact: Contact, message: MessageIn): boolean;
  /**
   * Does what a command asks for, or says why not. What it changes beside the answer's `change` is done by
   * then, and done once for each `event`, however often this is called.
   */
  answer(command: CommandEvent): Promise<CommandAnswer>;
  /** Hears of a change that is durable. */
  onChanged(change: OpsChange): void;
}

export interface CommandEvent {
  readonly event: EventId;
  readonly contact: Contact;
  readonly conversation: Conversation;
  readonly text: string;
  /** BCP 47, of the chat. */
  readonly language: string;
  /** When it came in: the same however often it is handled. */
  readonly at: Millis;
}

export interface CommandAnswer {
  readonly text: string;
  /** Written together with the answer. */
  readonly change?: OpsChange;
}

/** A bot without operators. */
export const noOperators: OperatorDesk = {
  isCommand: () => false,
  answer: () => Promise.resolve({ text: "" }),
  onChanged: () => undefined,
};
