import { describe, expect, test } from "bun:test";
import { createQuietLog, VirtualClock } from "sapa/plugin/testing";
import { z } from "zod";
import { BotError } from "#core/lib/bot-error.ts";
import { defineControlVerb } from "./control-verb.ts";
import { createControlApp, maxInputBytes } from "./create-control-app.ts";

const token = "t".repeat(40);
const verbs = new Map([
  ["add", defineControlVerb(z.object({ a: z.number() }), ({ a }) => Promise.resolve(a + 1))],
  [
    "refuse",
    defineControlVerb(z.unknown(), () => {
      throw new BotError("USE_WRONG", "not like this", { hint: "like that" });
    }),
  ],
  ["break", defineControlVerb(z.unknown(), () => Promise.reject(new Error("oh")))],
]);
const app = createControlApp({ token, verbs, clock: new VirtualClock(0), log: createQuietLog() });

async function ask(verb: string, body: string, authorization = `Bearer ${token}`) {
  const headers = { authorization };
  const path = `http://127.0.0.1/control/v1/${verb}`;
  const answer = await app.request(path, { method: "POST", headers, body });
  return [answer.status, await answer.json()];
}

describe("the control face", () => {
  test("gives a verb its input and the caller its result", async () => {
    expect(await ask("add", '{"a":1}')).toEqual([200, { result: 2 }]);
  });

  test("lets nobody in without the token, and tells nothing of its verbs", async () => {
    for (const wrong of ["", "Bearer", `Bearer ${token}x`, `Basic ${token}`]) {
      expect((await ask("add", '{"a":1}', wrong))[0]).toBe(401);
      expect((await ask("none", "{}", wrong))[0]).toBe(401);
    }
  });

  test("tells a refusal with code and hint, and a bug without stopping", async () => {
    const error = { code: "USE_WRONG", message: "not like this", hint: "like that" };
    expect(await ask("refuse", "{}")).toEqual([422, { error }]);
    expect(await ask("break", "{}")).toMatchObject([500, { error: { code: "CONTROL_FAILED" } }]);
    expect(await ask("none", "{}")).toMatchObject([404, { error: { code: "CONTROL_UNKNOWN" } }]);
    for (const input of ['{"a":"1"}', "not JSON", ""]) {
      expect(await ask("add", input)).toMatchObject([422, { error: { code: "CONTROL_INPUT" } }]);
    }
  });

  test("takes no more than a verb can need", async () => {
    expect(await ask("add", " ".repeat(maxInputBytes + 1))).toMatchObject([
      413,
      { error: { code: "CONTROL_INPUT", hint: "Hand it in in parts." } },
    ]);
    expect((await ask("add", `{"a":1}${" ".repeat(maxInputBytes - 7)}`))[0]).toBe(200);
    expect((await app.request("http://127.0.0.1/control/v1/add")).status).toBe(404);
  });
});
