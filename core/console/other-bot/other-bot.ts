import type { Millis } from "#core/lib/millis.ts";
import type { NetworkAnswer } from "#core/model/ports/simulator.ts";
import type { WebhookProblem } from "./webhook-problem.ts";

/** Whether the bot knew the verify token when the network asked it. */
export type HandshakeState =
  | { readonly kind: "asking" }
  | { readonly kind: "known"; readonly at: Millis }
  | { readonly kind: "failed"; readonly at: Millis; readonly problem: WebhookProblem };

/** One thing that passed between the network and the bot. */
export type Passage =
  | { readonly kind: "handshake" | "webhook"; readonly at: Millis; readonly outcome: Outcome }
  | { readonly kind: "request"; readonly at: Millis; readonly answer: NetworkAnswer };

/** How the bot took what was posted to it. */
export interface Outcome {
  /** Undefined: nobody answered. */
  readonly status: number | undefined;
  readonly ms: number;
  /** Undefined: all is well. */
  readonly problem: WebhookProblem | undefined;
}

/** A setting of the bot's that makes it speak to the simulator, for a person to copy. */
export interface BotSetting {
  readonly name: "graphUrl" | "phoneNumberId" | "token" | "appSecret" | "verifyToken";
  readonly value: string;
}

/** A bot that is another program, as far as it can be known from the outside. */
export interface OtherBot {
  /** Where its webhooks go. */
  readonly webhook: string;
  readonly settings: readonly BotSetting[];
  handshake(): HandshakeState;
  /** False while nobody answers at its address: what people do waits until somebody does. */
  isReached(): boolean;
  /** What passed of late, newest first. */
  passages(): readonly Passage[];
  /** Asks once more; resolves when it answered or failed to. */
  shakeHands(): Promise<void>;
}
