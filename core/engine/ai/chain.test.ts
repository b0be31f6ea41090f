import { describe, expect, test } from "bun:test";
import { VirtualClock } from "sapa/plugin/testing";
import { aiFailureKinds } from "#core/model/ports/ai-provider.ts";
import { askChain, type ChainLink, findObstacle, type LinkResult } from "./chain.ts";
import { factsOf } from "./testing/attempts.ts";
import { type ProviderChange, scriptedProvider } from "./testing/scripted-provider.ts";

const needs = { images: false, tools: false };

function link(name: string, change: ProviderChange = {}, onlyFor?: readonly string[]): ChainLink {
  const provider = scriptedProvider(new VirtualClock(0), [], { name, ...change });
  const ask = () => Promise.reject(new Error("not in this test"));
  return { name, provider, onlyFor, ask };
}

async function run(
  links: readonly ChainLink[],
  results: Readonly<Record<string, LinkResult<string>>>,
  facts = factsOf(),
) {
  const asked: string[] = [];
  const ended = await askChain(links, facts, needs, ({ name }) => {
    asked.push(name);
    return Promise.resolve(results[name] ?? { kind: "replied", reply: name });
  });
  return { ended, asked };
}

const failed = (code: "server" | "bad_request" | "invalid_answer" | "auth", hasActed = false) =>
  ({ kind: "failed", code, message: "so", hasActed }) as const;
const offHost: ProviderChange = { capabilities: { dataLeavesHost: true } };
const asUser: ProviderChange = { capabilities: { actsAsUser: true } };

describe("a chain", () => {
  test("ends with the first reply", async () => {
    expect(await run([link("a"), link("b")], {})).toEqual({
      ended: { kind: "replied", reply: "a" },
      asked: ["a"],
    });
  });

  test.each(aiFailureKinds.map((kind) => [kind] as const))(
    "goes on after %s, but not where the question is at fault",
    async (code) => {
      const result = { kind: "failed", code, message: "so", hasActed: false } as const;
      const { asked } = await run([link("a"), link("b")], { a: result });
      expect(asked).toEqual(code === "bad_request" ? ["a"] : ["a", "b"]);
    },
  );

  test("goes on where one is too dear, rests, or cannot keep to a form", async () => {
    const results = {
      a: { kind: "skipped", reason: "budget", message: "", hasActed: false },
      b: { kind: "skipped", reason: "resting", message: "", hasActed: false },
      c: failed("invalid_answer"),
    } as const;
    const { asked, ended } = await run([link("a"), link("b"), link("c"), link("d")], results);
    expect(asked).toEqual(["a", "b", "c", "d"]);
    expect(ended).toEqual({ kind: "replied", reply: "d" });
  });

  test("asks nobody else once something was done, or it was called off", async () => {
    const acted = await run([link("a"), link("b")], { a: failed("server", true) });
    expect(acted).toMatchObject({ asked: ["a"], ended: { code: "server", hasActed: true } });
    const off = await run([link("a"), link("b")], { a: { kind: "aborted", hasActed: false } });
    expect(off).toMatchObject({ asked: ["a"], ended: { code: "timeout" } });
  });

  test("tells what stood in the way of each, by the failure that says most", async () => {
    const results = {
      b: failed("auth"),
      c: { kind: "skipped", reason: "budget", message: "no money", hasActed: false },
    } as const;
    const facts = factsOf({ mayLeaveHost: false });
    const { ended } = await run([link("a", offHost), link("b"), link("c")], results, facts);
    if (ended.kind !== "failed") throw new Error("it replied");
    expect(ended.code).toBe("auth");
    expect(ended.message).toContain("c: no money");
    expect(ended.message).toContain("a is not on this machine");
    const { ended: refused } = await run([link("a", offHost)], {}, facts);
    expect(refused).toMatchObject({ code: "not_allowed" });
  });
});

describe("who may be asked", () => {
  test.each<[string, ChainLink, number, Parameters<typeof factsOf>[0], string | undefined]>([
    ["anybody by default", link("a"), 0, {}, undefined],
    ["nobody if the person wants none", link("a"), 0, { mayAsk: false }, "does not want AI"],
    ["off the host", link("a", offHost), 0, {}, undefined],
    [
      "not off the host if it has to stay",
      link("a", offHost),
      0,
      { mayLeaveHost: false },
      "to stay here",
    ],
    ["on the host if it has to stay", link("a"), 1, { mayLeaveHost: false }, undefined],
    [
      "as a person of ours never without only_for",
      link("a", asUser),
      0,
      { role: "owner" },
      "needs only_for",
    ],
    ["as a person of ours first", link("a", asUser, ["owner"]), 0, { role: "owner" }, undefined],
    [
      "as a person of ours never second",
      link("a", asUser, ["owner"]),
      1,
      { role: "owner" },
      "never a fallback",
    ],
    ["as a person of ours not for others", link("a", asUser, ["owner"]), 0, {}, "only for owner"],
    ["for the roles named", link("a", {}, ["admin", "owner"]), 1, { role: "admin" }, undefined],
    ["not for other roles", link("a", {}, ["admin"]), 0, { role: "viewer" }, "only for admin"],
    ["not for people without a role", link("a", {}, ["admin"]), 0, {}, "only for admin"],
  ])("is %s", (_, asked, index, facts, words) => {
    const obstacle = findObstacle(asked, index, factsOf(facts), needs);
    if (words === undefined) expect(obstacle).toBeUndefined();
    else expect(obstacle).toContain(words);
  });

  test("is nobody who cannot do what the question needs", () => {
    const blind = link("a", { capabilities: { images: false, tools: false } });
    expect(findObstacle(blind, 0, factsOf(), { images: true, tools: false })).toContain("pictures");
    expect(findObstacle(blind, 0, factsOf(), { images: false, tools: true })).toContain("tools");
  });
});
