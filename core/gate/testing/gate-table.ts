import type { BudgetOwner } from "#core/model/budget.ts";
import { type TemplateRefusal, templateRefusals } from "#core/model/template.ts";

/**
 * What the gate says, written by hand. Above, what is known: the ledger and STOP, the window, and who
 * has the conversation. Left of the bar, whether a flow of `service` or `marketing` may begin; right
 * of it, whether a message may leave: words and templates of `service` and `marketing`, the word of a
 * handoff, words and a template of a person of ours, the confirmation of STOP, the word that a budget
 * is used up. `service` is by notice, `marketing` has to be asked for. Each line is looked at 64 times:
 * the event within the person's limit or over it, the message within all budgets or over that of the
 * person, the flow or the account, nothing known against its template, or that it is rejected, paused or
 * disabled, and with the person on the list of those who may talk to the bot or not: then everything is
 * not-allowed, but for K. Other capital letters are the same in all of them.
 *
 *     l  may; over the limit: over-limit         m n x u s  likewise, and within it as the capital
 *     b  may; over a budget: contact-over-budget, account-over-budget
 *     t  likewise; known against the template: template-rejected, template-paused, template-disabled
 *     S  stopped                                 W  window-closed
 *     H  owned-by-human                          O  owned-by-other
 *     B  started                                 K  blocked
 *     M  consent-missing  N  consent-withdrawn   X  consent-expired   U  consent-outdated
 *
 * yes, no, expired and outdated are what was said of marketing; after `refused` service was declined
 * and marketing granted. In `stopped` and below marketing was granted too: STOP wins. `asked` has
 * asked for something since, `lapsed` has done so more than a day ago, `again` before the last STOP.
 * `blocked` was blocked by a person of ours, `barred` has said STOP too, `back` was taken back.
 * `closed` is the first moment of the margin.
 */
export const table = `
    ledger    window  owner   serv mark | text tmpl promo ptpl hand oper otpl conf word
    none      open    bot     l    m    | b    t    M     M    b    b    t    B    b
    none      closed  bot     l    m    | W    t    M     M    W    W    t    B    W
    none      open    human   H    H    | H    H    M     M    b    b    t    B    H
    none      closed  human   H    H    | H    H    M     M    W    W    t    B    H
    none      open    other   O    O    | O    t    M     M    b    b    t    B    O
    none      closed  other   O    O    | O    t    M     M    W    W    t    B    O
    yes       open    bot     l    l    | b    t    b     t    b    b    t    B    b
    yes       closed  bot     l    l    | W    t    W     t    W    W    t    B    W
    yes       open    human   H    H    | H    H    H     H    b    b    t    B    H
    yes       closed  human   H    H    | H    H    H     H    W    W    t    B    H
    yes       open    other   O    O    | O    t    O     t    b    b    t    B    O
    yes       closed  other   O    O    | O    t    O     t    W    W    t    B    O
    no        open    bot     l    n    | b    t    N     N    b    b    t    B    b
    no        closed  bot     l    n    | W    t    N     N    W    W    t    B    W
    no        open    human   H    H    | H    H    N     N    b    b    t    B    H
    no        closed  human   H    H    | H    H    N     N    W    W    t    B    H
    no        open    other   O    O    | O    t    N     N    b    b    t    B    O
    no        closed  other   O    O    | O    t    N     N    W    W    t    B    O
    expired   open    bot     l    x    | b    t    X     X    b    b    t    B    b
    expired   closed  bot     l    x    | W    t    X     X    W    W    t    B    W
    expired   open    human   H    H    | H    H    X     X    b    b    t    B    H
    expired   closed  human   H    H    | H    H    X     X    W    W    t    B    H
    expired   open    other   O    O    | O    t    X     X    b    b    t    B    O
    expired   closed  other   O    O    | O    t    X     X    W    W    t    B    O
    outdated  open    bot     l    u    | b    t    U     U    b    b    t    B    b
    outdated  closed  bot     l    u    | W    t    U     U    W    W    t    B    W
    outdated  open    human   H    H    | H    H    U     U    b    b    t    B    H
    outdated  closed  human   H    H    | H    H    U     U    W    W    t    B    H
    outdated  open    other   O    O    | O    t    U     U    b    b    t    B    O
    outdated  closed  other   O    O    | O    t    U     U    W    W    t    B    O
    refused   open    bot     n    l    | N    N    b     t    b    b    t    B    N
    refused   closed  bot     n    l    | N    N    W     t    W    W    t    B    N
    refused   open    human   H    H    | N    N    H     H    b    b    t    B    N
    refused   closed  human   H    H    | N    N    H     H    W    W    t    B    N
    refused   open    other   O    O    | N    N    O     t    b    b    t    B    N
    refused   closed  other   O    O    | N    N    O     t    W    W    t    B    N
    stopped   open    bot     S    S    | S    S    S     S    S    S    S    b    S
    stopped   closed  bot     S    S    | S    S    S     S    S    S    S    W    S
    stopped   open    human   S    S    | S    S    S     S    S    S    S    b    S
    stopped   closed  human   S    S    | S    S    S     S    S    S    S    W    S
    stopped   open    other   S    S    | S    S    S     S    S    S    S    b    S
    stopped   closed  other   S    S    | S    S    S     S    S    S    S    W    S
    asked     open    bot     l    s    | b    S    S     S    b    b    S    b    b
    asked     closed  bot     l    s    | W    S    S     S    W    W    S    W    W
    asked     open    human   H    H    | H    S    S     S    b    b    S    b    H
    asked     closed  human   H    H    | H    S    S     S    W    W    S    W    H
    asked     open    other   O    O    | O    S    S     S    b    b    S    b    O
    asked     closed  other   O    O    | O    S    S     S    W    W    S    W    O
    lapsed    open    bot     S    S    | S    S    S     S    S    S    S    b    S
    lapsed    closed  bot     S    S    | S    S    S     S    S    S    S    W    S
    again     open    bot     S    S    | S    S    S     S    S    S    S    b    S
    again     closed  bot     S    S    | S    S    S     S    S    S    S    W    S
    blocked   open    bot     K    K    | K    K    K     K    K    K    K    K    K
    blocked   closed  bot     K    K    | K    K    K     K    K    K    K    K    K
    blocked   open    human   K    K    | K    K    K     K    K    K    K    K    K
    blocked   closed  human   K    K    | K    K    K     K    K    K    K    K    K
    blocked   open    other   K    K    | K    K    K     K    K    K    K    K    K
    blocked   closed  other   K    K    | K    K    K     K    K    K    K    K    K
    barred    open    bot     K    K    | K    K    K     K    K    K    K    K    K
    barred    closed  bot     K    K    | K    K    K     K    K    K    K    K    K
    barred    open    human   K    K    | K    K    K     K    K    K    K    K    K
    barred    closed  human   K    K    | K    K    K     K    K    K    K    K    K
    barred    open    other   K    K    | K    K    K     K    K    K    K    K    K
    barred    closed  other   K    K    | K    K    K     K    K    K    K    K    K
    back      open    bot     l    l    | b    t    b     t    b    b    t    B    b
    back      closed  human   H    H    | H    H    H     H    W    W    t    B    H
`;

const reasons: Readonly<Record<string, string>> = {
  K: "blocked",
  S: "stopped",
  B: "started",
  W: "window-closed",
  H: "owned-by-human",
  O: "owned-by-other",
  M: "consent-missing",
  N: "consent-withdrawn",
  X: "consent-expired",
  U: "consent-outdated",
};

/** What is counted or known, and what it says in place of "may". */
export const counts = [false, true].flatMap((isOverLimit) =>
  ([undefined, "contact", "flow", "account"] as const).flatMap((spent) =>
    [undefined, ...templateRefusals].flatMap((refusal): Count[] => [
      { isOverLimit, spent, refusal, isListed: true },
      { isOverLimit, spent, refusal, isListed: false },
    ]),
  ),
);
export interface Count {
  readonly isOverLimit: boolean;
  readonly spent: BudgetOwner | undefined;
  readonly isListed: boolean;
  readonly refusal: TemplateRefusal | undefined;
}

/** What a cell of the table says where so much was counted. */
export function meaningOf(
  cell: string,
  { isOverLimit, spent, isListed, refusal }: Count,
): string | undefined {
  if (!isListed && cell !== "K") return "not-allowed";
  if (cell === "l") return isOverLimit ? "over-limit" : "may";
  if (cell === "t" && refusal !== undefined) return `template-${refusal}`;
  if (cell === "b" || cell === "t") return spent === undefined ? "may" : `${spent}-over-budget`;
  if (isOverLimit && !Object.hasOwn(reasons, cell)) return "over-limit";
  return reasons[cell.toUpperCase()];
}
