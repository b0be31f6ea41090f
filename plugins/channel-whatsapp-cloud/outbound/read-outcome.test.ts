import { describe, expect, test } from "bun:test";
import type { NetReply } from "sapa/plugin";
import { errorEntries } from "#plugins/channel-whatsapp-cloud/errors/find-entry.ts";
import { readOutcome } from "./read-outcome.ts";

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): NetReply => ({
  kind: "answer",
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});

const refusal = (status: number, code: unknown, more: object = {}) =>
  answer(status, {
    error: {
      message: `(#${String(code)}) Words`,
      code,
      error_data: { details: "The details" },
      fbtrace_id: "Axyz",
      ...more,
    },
  });

describe("the outcome of a POST", () => {
  test("with an id is accepted", () => {
    const body = { messaging_product: "whatsapp", contacts: [], messages: [{ id: "wamid.OUT1" }] };
    expect(readOutcome(answer(200, body))).toEqual({ kind: "accepted", vendorId: "wamid.OUT1" });
  });

  test.each([
    [131047, 400, { kind: "rejected", effect: "window-closed" }],
    [131050, 400, { kind: "rejected", effect: "marketing-stopped" }],
    [131026, 400, { kind: "rejected", effect: "unreachable" }],
    [131009, 400, { kind: "rejected", effect: "none" }],
    [132001, 404, { kind: "rejected", effect: "none" }],
    [131056, 400, { kind: "retry", afterMs: 6_000 }],
    [130429, 400, { kind: "retry", afterMs: 1_000 }],
    [131057, 500, { kind: "retry", afterMs: 60_000 }],
    [4, 400, { kind: "retry" }],
    [80007, 400, { kind: "retry" }],
    [190, 401, { kind: "paused" }],
    [0, 401, { kind: "paused" }],
    [131042, 400, { kind: "paused" }],
    [131031, 403, { kind: "paused" }],
    [131045, 500, { kind: "paused" }],
    [3, 500, { kind: "paused" }],
    [214, 403, { kind: "paused" }],
    [1, 400, { kind: "unknown" }],
    [2, 503, { kind: "unknown" }],
    [131000, 500, { kind: "unknown" }],
    [131016, 500, { kind: "unknown" }],
    [133004, 503, { kind: "unknown" }],
    [138006, 400, { kind: "rejected" }],
    [2388040, 400, { kind: "rejected" }],
    [131208, 429, { kind: "rejected" }],
    [999999, 400, { kind: "rejected" }],
    [999999, 500, { kind: "unknown" }],
  ])("with Meta's code %p and HTTP %p is by the code", (code, status, outcome) => {
    expect(readOutcome(refusal(status, code))).toMatchObject(outcome);
    expect(readOutcome(refusal(status, String(code)))).toMatchObject(outcome);
    expect(readOutcome(refusal(200, code)).kind).not.toBe("accepted");
  });

  test("with the subcode of a missing id pauses the account", () => {
    expect(readOutcome(refusal(400, 100)).kind).toBe("rejected");
    expect(readOutcome(refusal(400, 100, { error_subcode: 33 })).kind).toBe("paused");
  });

  test.each([
    [500, "unknown"],
    [502, "unknown"],
    [504, "unknown"],
    [408, "unknown"],
    [200, "unknown"],
    [429, "retry"],
    [301, "paused"],
    [401, "paused"],
    [404, "paused"],
    [413, "rejected"],
  ])("without a code of Meta's and HTTP %p is %p", (status, kind) => {
    for (const body of ["", "<html>", "{}", "null", { error: {} }, { error: "x" }]) {
      expect(String(readOutcome(answer(status, body)).kind)).toBe(kind);
    }
  });

  test("with an id and an error at once is unknown", () => {
    const body = { messages: [{ id: "wamid.OUT1" }], error: { message: "half" } };
    expect(readOutcome(answer(200, body)).kind).toBe("unknown");
  });

  test("waits as long as it is told, within an hour", () => {
    const after = (header: string) => {
      const reply = readOutcome(answer(429, "", { "retry-after": header }));
      return reply.kind === "retry" ? reply.afterMs : undefined;
    };
    expect(after("30")).toBe(30_000);
    expect(after("0")).toBe(2_000);
    expect(after("999999")).toBe(3_600_000);
    expect(after("Wed, 21 Oct 2026 07:28:00 GMT")).toBe(2_000);
  });

  test("tells Meta's words, the meaning, the action and the trace", () => {
    const outcome = readOutcome(refusal(400, 131047));
    expect(outcome).toMatchObject({
      error: { code: "131047", title: "The details", trace: "Axyz" },
    });
    expect(outcome.kind === "rejected" && outcome.error.meaning).toContain("24 hours");
    expect(outcome.kind === "rejected" && outcome.error.action).toContain("template");
  });

  test("bounds what Meta says", () => {
    const outcome = readOutcome(refusal(400, 100, { error_data: { details: "x".repeat(9_999) } }));
    expect(outcome.kind === "rejected" && outcome.error.title.length).toBe(512);
  });
});

describe("the table of errors", () => {
  /** Every single code of the reference, part 4.7. */
  const documented = `
    0 1 2 3 4 10 33 100 190 200 368 80007 130403 130429 130472 130497 131000 131005
    131008 131009 131016 131020 131041 131059 131021 131026 131030 131031 131037
    131042 131045 131047 131048 131049 131050 131051 131052 131053 131055 131056
    131057 131060 131062 131063 131064 132000 132001 132005 132007 132008 132018
    132012 132015 132016 132068 132069 133000 133004 133005 133006 133008 133009
    133010 133015 133016 134011 134100 134101 134102 135000 137000 139100 1752041
    2494100 2494191`
    .trim()
    .split(/\s+/)
    .map(Number);

  test("has every code of the reference, and no other", () => {
    const codes = Object.keys(errorEntries).map(Number);
    expect(codes.toSorted((a, b) => a - b)).toEqual(documented.toSorted((a, b) => a - b));
  });

  test.each(Object.entries(errorEntries))("says what %p means and what to do", (_, entry) => {
    expect(entry.meaning).toMatch(/^[A-Z].{10,}\.$/);
    expect(entry.action).toMatch(/^[A-Z].{10,}\.$/);
    expect(entry.afterMs === undefined).toBe(entry.outcome !== "retry");
    if (entry.effect !== undefined) expect(entry.outcome).toBe("rejected");
  });
});
