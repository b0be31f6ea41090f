import { describe, expect, test } from "bun:test";
import { VirtualClock } from "sapa/plugin/testing";
import { toMillis } from "#core/lib/millis.ts";
import type { Consents, PurposeRule } from "#core/model/consent.ts";
import { createAiPermit } from "./ai-permit.ts";

const rule = (basis: PurposeRule["basis"]): PurposeRule => ({
  basis,
  expiresMs: 1_000,
  needs: undefined,
});
const said = (answer: "yes" | "no") => ({ answer, at: toMillis(0) });

describe("what a person allows AI to do", () => {
  test.each<[string, Readonly<Record<string, PurposeRule>>, Consents, boolean, boolean]>([
    ["is all of it where bot.yaml asks for nothing", {}, {}, true, true],
    ["is nothing before a yes that is asked for", { ai: rule("ask") }, {}, false, true],
    ["is all of it after that yes", { ai: rule("ask") }, { ai: said("yes") }, true, true],
    ["is nothing after a no", { ai: rule("notice") }, { ai: said("no") }, false, true],
    [
      "is what stays here after a no to elsewhere",
      { ai_elsewhere: rule("notice") },
      { ai_elsewhere: said("no") },
      true,
      false,
    ],
    [
      "is what stays here before that yes",
      { ai: rule("notice"), ai_elsewhere: rule("ask") },
      {},
      true,
      false,
    ],
    ["leaves with it", { ai_elsewhere: rule("ask") }, { ai_elsewhere: said("yes") }, true, true],
  ])("%s", async (_, purposes, consents, mayAsk, mayLeaveHost) => {
    const permit = createAiPermit(new Map(Object.entries(purposes)), new VirtualClock(0));
    expect(await permit({ consents })).toEqual({ mayAsk, mayLeaveHost });
  });

  test("ends with the yes", async () => {
    const clock = new VirtualClock(0);
    const permit = createAiPermit(new Map([["ai", rule("ask")]]), clock);
    const consents = { ai: said("yes") };
    expect((await permit({ consents })).mayAsk).toBe(true);
    await clock.advance(1_000);
    expect((await permit({ consents })).mayAsk).toBe(false);
  });
});
