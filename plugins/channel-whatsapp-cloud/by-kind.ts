import type { MessageOut, MessageOutKind } from "sapa/plugin";

type Messages = { readonly [Message in MessageOut as Message["kind"]]: Message };

/** The message of a kind; written so that the compiler keeps kind and message together. */
export type MessageOf<Kind extends MessageOutKind = MessageOutKind> = {
  readonly [K in Kind]: Messages[K] & { readonly kind: K };
}[Kind];

/** One function for each kind of message: a kind without one does not compile. */
export type ByKind<Result> = {
  readonly [Kind in MessageOutKind]: (message: MessageOf<Kind>) => Result;
};

/** What the table's function for the message's kind answers. */
export function applyByKind<Kind extends MessageOutKind, Result>(
  table: ByKind<Result>,
  message: MessageOf<Kind>,
): Result {
  return table[message.kind](message);
}
