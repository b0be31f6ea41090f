import { describe, expect, test } from "bun:test";
import { VirtualClock } from "sapa/plugin/testing";
import { BotError } from "#core/lib/bot-error.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { AiProvider, SignInStep } from "#core/model/ports/ai-provider.ts";
import { providerVerbs } from "./control/provider-verbs.ts";
import { describeState, followTask } from "./follow-task.ts";

const code: SignInStep = {
  url: "https://microsoft.com/devicelogin",
  code: "HJKL-7890",
  expiresInMs: 900_000,
};

const capabilities = {
  streaming: true,
  tools: false,
  jsonSchema: "none",
  systemPrompt: false,
  history: "provider",
  images: false,
  usage: false,
  cost: "licence",
  dataLeavesHost: true,
  actsAsUser: true,
} as const;

/** Somebody who signs in when `type` is called, and not before. */
function openDesk() {
  const clock = new VirtualClock(0);
  const typed = Promise.withResolvers<string>();
  let begun = 0;
  let account: string | undefined;
  const provider: AiProvider = {
    name: "kantor",
    model: "m",
    capabilities,
    async *stream() {
      yield { kind: "done", reason: "stop" };
    },
    probe: () => Promise.resolve(undefined),
    signIn: {
      account: () => Promise.resolve(account),
      async begin(tell, signal) {
        begun += 1;
        tell(code);
        signal.addEventListener("abort", () => typed.reject(new Error("aborted")), { once: true });
        account = await typed.promise;
        return account;
      },
      end() {
        account = undefined;
        return Promise.resolve();
      },
    },
  };
  const missing = new Map([["jauh", "its settings do not fit; not set: KEY"]]);
  const { verbs, stop } = providerVerbs(
    { providers: new Map([["kantor", provider]]), missing },
    clock,
  );
  const ask = async (verb: string, input: JsonObject) => {
    const run = verbs.get(verb);
    if (run === undefined) throw new Error(verb);
    return await run(JSON.stringify(input));
  };
  return { clock, ask, stop, typed, begun: () => begun };
}

describe("signing in", () => {
  test("shows the code once, waits for as long as it takes, and tells who it is", async () => {
    const { ask, clock, typed } = openDesk();
    const lines: string[] = [];
    const following = followTask({ ask }, "kantor", "login", (line) => lines.push(line));
    await clock.advance(300_000);
    typed.resolve("rani@kopi.example");
    expect(await following).toMatchObject({ kind: "done", account: "rani@kopi.example" });
    expect(lines).toEqual([
      "Open https://microsoft.com/devicelogin\nand type the code HJKL-7890\nwithin 15 min. Who signs in there is who the bot answers as.",
    ]);
    expect(clock.pending).toBe(0);
  });

  test("is joined by whoever asks for it meanwhile, and nothing else begins beside it", async () => {
    const { ask, clock, typed, begun } = openDesk();
    await ask("provider.login", { provider: "kantor" });
    const second = followTask({ ask }, "kantor", "login", () => undefined);
    await clock.settle();
    expect(begun()).toBe(1);
    expect(await ask("provider.pull", { provider: "kantor" }).catch(codeOf)).toBe("AI_BUSY");
    typed.resolve("rani@kopi.example");
    expect(await second).toMatchObject({ kind: "done" });
  });

  test("that fails says why, and may be begun again", async () => {
    const { ask, typed, begun } = openDesk();
    const lines: string[] = [];
    const following = followTask({ ask }, "kantor", "login", (line) => lines.push(line));
    typed.reject(
      new BotError("AI_AUTH", "the sign-in server says expired_token", { hint: "again" }),
    );
    expect(await following.catch((error: unknown) => error)).toMatchObject({
      code: "AI_AUTH",
      hint: "again",
    });
    await ask("provider.login", { provider: "kantor" });
    expect(begun()).toBe(2);
  });

  test("is called off by a stop, and by signing out", async () => {
    for (const verb of ["stop", "provider.logout"]) {
      const { ask, stop, clock } = openDesk();
      const following = followTask({ ask }, "kantor", "login", () => undefined).catch(codeOf);
      await clock.settle();
      if (verb === "stop") stop();
      else expect(await ask(verb, { provider: "kantor" })).toBeNull();
      expect(await following).toBe("AI_ABORTED");
    }
  });

  test("ends with signing out, which tells who it was", async () => {
    const { ask, typed } = openDesk();
    typed.resolve("rani@kopi.example");
    await followTask({ ask }, "kantor", "login", () => undefined);
    expect(await ask("provider.logout", { provider: "kantor" })).toBe("rani@kopi.example");
    expect(await ask("provider.logout", { provider: "kantor" })).toBeNull();
  });

  test("is refused where it means nothing", async () => {
    const { ask } = openDesk();
    const refused = async (verb: string, provider: string) =>
      await ask(verb, { provider }).catch(codeOf);
    expect(await refused("provider.pull", "kantor")).toBe("AI_NOT_ABLE");
    expect(await refused("provider.login", "jauh")).toBe("AI_NOT_READY");
    expect(await refused("provider.login", "kantr")).toBe("USE_WRONG");
  });
});

test("a model that is fetched is told in steps of five percent", () => {
  const at = (doneBytes: number) =>
    describeState({
      kind: "going",
      version: 1,
      install: { model: "qwen3:4b", phase: "pulling a1", doneBytes, totalBytes: 2_620_788_019 },
    });
  expect(at(0)).toBe("qwen3:4b: pulling a1, 0 % of 2.6 GB");
  expect(at(130_000_000)).toBe(at(0));
  expect(at(140_000_000)).toBe("qwen3:4b: pulling a1, 5 % of 2.6 GB");
  expect(at(3_000_000_000)).toBe("qwen3:4b: pulling a1, 100 % of 2.6 GB");
});

function codeOf(error: unknown): string {
  return error instanceof BotError ? String(error.code) : String(error);
}
