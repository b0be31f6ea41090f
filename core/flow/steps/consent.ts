import { z } from "zod";
import { compileWayOut, wayOutLists, wayOutTarget } from "#core/flow/compile/way-out.ts";
import { defineStep, type Next, type Way } from "#core/flow/define-step.ts";
import { takeWayOut } from "#core/flow/run/take-way-out.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import { askYesOrNo, readYesOrNo, type YesNoIds } from "#core/flow/run/yes-or-no.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import { durationSchema } from "#core/flow/schema/duration-schema.ts";
import { engineTexts } from "#core/flow/texts.ts";
import { later } from "#core/lib/millis.ts";
import { nearest } from "#core/lib/nearest.ts";
import { coverageSchema } from "#core/model/consent.ts";
import { messageText } from "#core/model/message-in.ts";
import type { Wait } from "#core/model/run.ts";

/** Answers that are neither yes nor no before it counts as no yes. */
const maxTries = 2;

/** Asks for a yes to a purpose, or takes one back; both go into the consent ledger. */
export const consent = defineStep({
  verb: "consent",
  about:
    "Asks whether the bot may do something (`ask: marketing`), in words made of bot.yaml, and writes the answer into the consent ledger; or takes a yes back (`withdraw: marketing`). Who has granted the purpose is not asked.",
  needsId: true,
  keys: (steps) => ({
    consent: z.strictObject({
      ask: nameSchema.optional().meta({
        description: "The purpose that a yes is asked for, from bot.yaml.",
        examples: ["marketing"],
      }),
      withdraw: nameSchema.optional().meta({
        description: "The purpose that nothing may be sent for any more.",
        examples: ["marketing"],
      }),
    }),
    on_no: z.union([nameSchema, steps]).optional().meta({
      description:
        "A step's id, or steps, for a no, and for answers that are neither. Without it the flow goes on below.",
    }),
    timeout: durationSchema.optional().meta({
      description: "How long the question waits. Without it, for ever.",
      examples: ["1d"],
    }),
    on_timeout: z.union([nameSchema, steps]).optional().meta({
      description:
        "A step's id, or steps, for when nobody answered in time. Without it `on_no` is taken.",
    }),
  }),
  outline({ consent: { ask }, on_no: onNo, timeout, on_timeout: onTimeout }) {
    const nothing = { kind: "nothing" } as const;
    const ways: Way[] = [{ to: { kind: "next" }, after: nothing, fills: [] }];
    const no = wayOutTarget(onNo, "on_no") ?? { kind: "next" };
    if (ask !== undefined) {
      const after = { kind: "message" } as const;
      ways.push({ to: { kind: "next" }, after, fills: [] }, { to: no, after, fills: [] });
    }
    if (timeout !== undefined) {
      const after = { kind: "time", durationMs: timeout } as const;
      ways.push({ to: wayOutTarget(onTimeout, "on_timeout") ?? no, after, fills: [] });
    }
    return {
      lists: [...wayOutLists(onNo, "on_no"), ...wayOutLists(onTimeout, "on_timeout")],
      ways,
      speaks: ask === undefined ? "not" : "freely",
    };
  },
  compile(input, build) {
    const { ask, withdraw } = input.consent;
    const purpose = ask ?? withdraw;
    if (purpose === undefined || (ask !== undefined && withdraw !== undefined)) {
      build.report({
        code: "FLOW_CONSENT_WAYS",
        path: ["consent"],
        message: "a consent step either asks or withdraws",
        hint: "write consent: { ask: marketing } or consent: { withdraw: marketing }",
      });
    }
    const { purposes } = build.catalog;
    if (purpose !== undefined && purposes !== undefined && !purposes.includes(purpose)) {
      const near = nearest(purpose, purposes);
      build.report({
        code: "FLOW_PURPOSE_UNKNOWN",
        path: ["consent", ask === undefined ? "withdraw" : "ask"],
        message: `bot.yaml declares no purpose "${purpose}"`,
        hint: near === undefined ? `known: ${purposes.join(", ")}` : `did you mean "${near}"?`,
      });
    }
    return {
      purpose: purpose ?? "",
      isWithdrawal: ask === undefined,
      timeoutMs: input.timeout,
      onNo: compileWayOut(input.on_no, "on_no", build),
      onTimeout: compileWayOut(input.on_timeout, "on_timeout", build),
    };
  },
  enter({ purpose, isWithdrawal, timeoutMs, onNo }, turn) {
    const known = turn.purpose(purpose);
    if (known === undefined) {
      turn.record("flow.purpose-unknown", { purpose });
      return onNo === undefined ? { kind: "next" } : takeWayOut(onNo);
    }
    if (isWithdrawal) {
      const wording = turn.message === undefined ? "" : messageText(turn.message);
      turn.answerConsent({ purpose, answer: "no", wording });
      return { kind: "next" };
    }
    if (known.isGranted) return { kind: "next" };
    const wording = known.questions[turn.locale] ?? "";
    askYesOrNo(wording, buttonsOf(purpose), turn);
    const { covers } = known;
    const covered =
      covers === undefined ? {} : { covers: { ...covers, recipients: [...covers.recipients] } };
    return rest(timeoutMs, turn, { purpose, wording, tries: 0, ...covered });
  },
  resume({ purpose, timeoutMs, onNo, onTimeout }, turn, wait, cause): Next {
    const no = onNo === undefined ? ({ kind: "next" } as const) : takeWayOut(onNo);
    if (cause.kind !== "message") return onTimeout === undefined ? no : takeWayOut(onTimeout);
    const isYes = readYesOrNo(cause.message, buttonsOf(purpose), turn);
    const wording = wordingOf(wait);
    if (isYes !== undefined) {
      const covers = coverageSchema.safeParse(wait.data?.["covers"]);
      turn.answerConsent({
        purpose,
        answer: isYes ? "yes" : "no",
        wording,
        ...(covers.success ? { covers: covers.data } : {}),
      });
      return isYes ? { kind: "next" } : no;
    }
    const tries = triesOf(wait) + 1;
    if (tries > maxTries) {
      turn.record("flow.consent-unclear", { purpose });
      return no;
    }
    askYesOrNo(engineTexts(turn.locale).yesOrNo, buttonsOf(purpose), turn);
    return rest(timeoutMs, turn, { ...wait.data, tries });
  },
  repeat({ purpose }, turn, wait) {
    askYesOrNo(wordingOf(wait), buttonsOf(purpose), turn);
    return undefined;
  },
  adopt({ purpose }, wait) {
    // A yes to one purpose is none to another.
    if (wait.kind !== "consent" || wait.data?.["purpose"] !== purpose) return undefined;
    return { kind: "consent", data: wait.data };
  },
});

/** Those of no other question: an old button that says yes can still be tapped, and is no consent. */
function buttonsOf(purpose: string): YesNoIds {
  return { yes: `consent:${purpose}:yes`, no: `consent:${purpose}:no` };
}

function rest(timeoutMs: number | undefined, turn: Turn, data: NonNullable<Wait["data"]>): Next {
  const dueAt = timeoutMs === undefined ? undefined : later(turn.now, timeoutMs);
  return { kind: "rest", rest: { kind: "consent", dueAt, data } };
}

function wordingOf(wait: Wait): string {
  const wording = wait.data?.["wording"];
  return typeof wording === "string" ? wording : "";
}

function triesOf(wait: Wait): number {
  const tries = wait.data?.["tries"];
  return typeof tries === "number" ? tries : 0;
}
