import { describe, expect, test } from "bun:test";
import { hourMs, later, toMillis } from "#core/lib/millis.ts";
import {
  answersPurpose,
  erasurePurpose,
  exportPurpose,
  farewellPurpose,
  type PurposeRules,
} from "#core/model/consent.ts";
import type { Owner } from "#core/model/conversation.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import {
  commandPurpose,
  confirmationPurpose,
  handoffPurpose,
  operatorPurpose,
} from "#core/model/send.ts";
import { decideSend } from "./decide-send.ts";

const refusedTemplate = () => undefined;
const purposes: PurposeRules = new Map([
  ["marketing", { basis: "notice", expiresMs: undefined, needs: undefined }],
]);
const now = toMillis(1_800_000_000_000);
const text: MessageOut = { kind: "text", text: "hi" };
const template: MessageOut = { kind: "template", name: "t", language: "id" };
const windows = {
  open: later(now, hourMs),
  closing: later(now, 60_000),
  closed: later(now, -1),
  never: undefined,
};

interface Row {
  readonly window: keyof typeof windows;
  readonly stopped: boolean;
  readonly owner: Owner;
  readonly message: MessageOut;
  readonly purpose: string;
  readonly expected: string;
}

// Written by hand: every clause of the gate has a row that only it decides.
const rows: readonly Row[] = [
  row("open", false, "bot", text, "service", "allow"),
  row("closing", false, "bot", text, "service", "window-closed"),
  row("closed", false, "bot", text, "service", "window-closed"),
  row("never", false, "bot", text, "service", "window-closed"),
  row("closed", false, "bot", template, "service", "allow"),
  row("never", false, "bot", template, "marketing", "allow"),
  row("open", true, "bot", text, "service", "stopped"),
  row("open", true, "bot", template, "service", "stopped"),
  row("open", true, "bot", text, operatorPurpose, "stopped"),
  row("open", true, "bot", text, confirmationPurpose, "allow"),
  row("closed", true, "bot", text, confirmationPurpose, "window-closed"),
  row("open", false, "human", text, "service", "owned-by-human"),
  row("open", false, "human", template, "service", "owned-by-human"),
  row("open", true, "human", text, confirmationPurpose, "allow"),
  row("open", false, "human", text, confirmationPurpose, "started"),
  row("open", false, "human", text, operatorPurpose, "allow"),
  row("open", false, "human", text, handoffPurpose, "allow"),
  row("open", true, "human", text, handoffPurpose, "stopped"),
  row("closed", false, "human", text, operatorPurpose, "window-closed"),
  row("open", false, "other", text, "service", "owned-by-other"),
  row("open", false, "other", template, "service", "allow"),
];

describe("a send is decided", () => {
  for (const item of rows) {
    const { window, stopped, owner, message, purpose, expected } = item;
    test(`${window}, stopped ${stopped}, ${owner}, ${message.kind}, ${purpose}: ${expected}`, () => {
      const facts = {
        windowUntilAt: windows[window],
        stoppedAt: stopped ? now : undefined,
        owner,
        consents: undefined,
      };
      const verdict = decideSend(
        { purpose, message, to: [] },
        facts,
        { hasWindow: true, purposes, allow: undefined, refusedTemplate },
        now,
      );
      expect(verdict.kind === "allow" ? "allow" : verdict.reason).toBe(expected);
    });
  }

  const own = [commandPurpose, exportPurpose, erasurePurpose, farewellPurpose];
  test.each(own)("%s passes a handoff and needs no purpose of bot.yaml", (purpose) => {
    const facts = {
      windowUntilAt: windows.open,
      stoppedAt: undefined,
      owner: "human",
      consents: undefined,
    } as const;
    const rules = { hasWindow: true, purposes, allow: undefined, refusedTemplate };
    expect(decideSend({ purpose, message: text, to: [] }, facts, rules, now).kind).toBe("allow");
  });

  test.each(own.slice(1))("after STOP %s answers whoever asked for that alone", (purpose) => {
    const rules = { hasWindow: true, purposes, allow: undefined, refusedTemplate };
    const decide = (asked: string, at: number, until: number) => {
      const state = { answer: "yes", at: toMillis(at), expiresAt: toMillis(until) } as const;
      const facts = {
        windowUntilAt: windows.open,
        stoppedAt: later(now, -9),
        owner: "bot",
        consents: { [asked]: state },
      } as const;
      return decideSend({ purpose, message: text, to: [] }, facts, rules, now).kind;
    };
    expect(decide(purpose, now - 8, now + 1)).toBe("allow");
    expect(decide(purpose, now - 9, now + 1)).toBe("deny");
    expect(decide(purpose, now - 8, now)).toBe("deny");
    expect(decide(answersPurpose, now - 8, now + 1)).toBe("deny");
  });

  test("a channel without a window needs none", () => {
    const facts = {
      windowUntilAt: undefined,
      stoppedAt: undefined,
      owner: "bot",
      consents: undefined,
    } as const;
    const send = { purpose: "service", message: text, to: [] };
    expect(
      decideSend(
        send,
        facts,
        { hasWindow: false, purposes, allow: undefined, refusedTemplate },
        now,
      ).kind,
    ).toBe("allow");
  });
});

function row(
  window: Row["window"],
  stopped: boolean,
  owner: Owner,
  message: MessageOut,
  purpose: string,
  expected: string,
): Row {
  return { window, stopped, owner, message, purpose, expected };
}
