import type { Millis } from "#core/lib/millis.ts";
import type { BudgetOwner } from "#core/model/budget.ts";
import {
  answersPurpose,
  type Consents,
  erasurePurpose,
  exportPurpose,
  farewellPurpose,
  type PurposeRules,
} from "#core/model/consent.ts";
import type { Address } from "#core/model/identity.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import {
  commandPurpose,
  confirmationPurpose,
  handoffPurpose,
  operatorPurpose,
  privatePurposes,
  refusalPurpose,
  type SendFacts,
} from "#core/model/send.ts";
import type { TemplateRefusal } from "#core/model/template.ts";
import { type AdmitDenial, type AllowList, decideAdmit } from "./decide-admit.ts";
import { type ConsentDenial, decideConsent, servicePurpose } from "./decide-consent.ts";
import { isWindowOpen } from "./window.ts";

export type SendVerdict =
  | { readonly kind: "allow" }
  | { readonly kind: "deny"; readonly reason: SendDenial };

/** Why a message may not go out; kept with the row, so each is a public word. */
export type SendDenial =
  | AdmitDenial
  | "stopped"
  | "started"
  | "window-closed"
  | "owned-by-human"
  | "owned-by-other"
  | `template-${TemplateRefusal}`
  | `${BudgetOwner}-over-budget`
  | ConsentDenial;

/** What is asked of the gate. */
export interface SendQuestion {
  readonly purpose: string;
  readonly message: MessageOut;
  readonly to: readonly Address[];
}

/** What bot.yaml and the channel say; the same for every person. */
export interface SendRules {
  readonly hasWindow: boolean;
  readonly purposes: PurposeRules;
  readonly allow: AllowList;
  /** Why the network would not take a template at this moment; undefined: nothing is known against it. */
  readonly refusedTemplate: (
    name: string,
    language: string,
    now: Millis,
  ) => TemplateRefusal | undefined;
}

/** One rule of the gate: the reason why this message may not go, or undefined. */
export type SendClause = (
  send: SendQuestion,
  facts: SendFacts,
  rules: SendRules,
  now: Millis,
) => SendDenial | undefined;

/**
 * The rules in the order in which they are asked; the first that says no gives the reason. What
 * wins over everything stands first.
 */
export const sendClauses = {
  /** Nothing at all goes to who is blocked, or not on the list: no confirmation, no word of ours either. */
  admit({ to }, { consents }, { allow }) {
    return decideAdmit(consents, to, allow);
  },
  /**
   * After STOP nothing goes but its one confirmation, and answers to what the person asks for: of their own
   * data, that alone. A confirmation that was held back until START would be untrue.
   */
  stopped({ purpose, message }, facts, _rules, now) {
    const isConfirmation = purpose === confirmationPurpose;
    if (facts.stoppedAt === undefined) return isConfirmation ? "started" : undefined;
    if (isConfirmation) return undefined;
    if (ownDataPurposes.includes(purpose)) {
      return isAnswered(facts.consents, facts.stoppedAt, now, purpose) ? undefined : "stopped";
    }
    const isAnswer = answeringPurposes.includes(purpose) && message.kind !== "template";
    return isAnswer && isAnswered(facts.consents, facts.stoppedAt, now) ? undefined : "stopped";
  },
  /** The runtime's own words and those of a person of ours are for no purpose of bot.yaml. */
  consent({ purpose }, facts, rules, now) {
    if (ownPurposes.includes(purpose)) return undefined;
    const asked = purpose === refusalPurpose ? servicePurpose : purpose;
    return decideConsent(asked, facts.consents, rules.purposes, now);
  },
  /** A person of ours has the conversation, or another app: it may get templates alone then. */
  owner({ purpose, message }, facts) {
    if (facts.owner === "bot" || ownPurposes.includes(purpose)) return undefined;
    if (facts.owner === "human") return "owned-by-human";
    return message.kind === "template" ? undefined : "owned-by-other";
  },
  /** Outside the window only a template may go. */
  window({ message }, facts, rules, now) {
    if (!rules.hasWindow || message.kind === "template") return undefined;
    return isWindowOpen(facts.windowUntilAt, now) ? undefined : "window-closed";
  },
  /** What the network is known to refuse does not go there. */
  template({ message }, _facts, rules, now) {
    if (message.kind !== "template") return undefined;
    const refusal = rules.refusedTemplate(message.name, message.language, now);
    return refusal === undefined ? undefined : `template-${refusal}`;
  },
  /** What the store found as it reserved: no message is worth more than was granted. */
  budget(_send, { spent }) {
    return spent === undefined ? undefined : `${spent}-over-budget`;
  },
} satisfies Readonly<Record<string, SendClause>>;

/** Purposes of the runtime's own, which do not wait for the bot to have the conversation again. */
const ownPurposes: readonly string[] = [
  confirmationPurpose,
  handoffPurpose,
  operatorPurpose,
  ...privatePurposes,
];

/** What answers somebody who asks for their own data, each under the name of what was asked for. */
const ownDataPurposes: readonly string[] = [exportPurpose, erasurePurpose, farewellPurpose];

/** What may answer somebody who asks for something after STOP. */
const answeringPurposes: readonly string[] = [
  servicePurpose,
  refusalPurpose,
  handoffPurpose,
  operatorPurpose,
  commandPurpose,
];

/**
 * Decides whether one message may leave at this moment. Asked right before each attempt, with facts
 * read in the transaction that fences the send; any write of consent makes it be asked again.
 */
export function decideSend(
  send: SendQuestion,
  facts: SendFacts,
  rules: SendRules,
  now: Millis,
  clauses: readonly SendClause[] = Object.values(sendClauses),
): SendVerdict {
  for (const clause of clauses) {
    const reason = clause(send, facts, rules, now);
    if (reason !== undefined) return { kind: "deny", reason };
  }
  return { kind: "allow" };
}

/** Whether somebody who said STOP has asked for something since, and is still to be answered. */
export function isAnswered(
  consents: Consents | undefined,
  stoppedAt: Millis,
  now: Millis,
  purpose: string = answersPurpose,
): boolean {
  const asked = consents?.[purpose];
  if (asked?.answer !== "yes" || asked.at <= stoppedAt) return false;
  return asked.expiresAt !== undefined && now < asked.expiresAt;
}
