import { expect, test } from "bun:test";
import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import type { JsonObject } from "#core/lib/json.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { describeActions } from "./describe-actions.ts";
import { openActions, prepareActions } from "./open-actions.ts";
import { createPluginLoader } from "./plugin-loader.ts";

async function loaded(settings: JsonObject) {
  const plugin = await createPluginLoader(import.meta.dir, []).load("action-http");
  if (plugin.kind !== "action") throw new Error("action-http is no plugin of actions");
  return { name: "shop", plugin, settings };
}

const secret = { hosts: ["Shop.example"], headers: { authorization: { env: "SHOP_TOKEN" } } };

const ports = () => {
  const clock = new VirtualClock(0);
  const random = new SeededRandom(1);
  const log = createQuietLog();
  const asked: Readonly<Record<string, string>>[] = [];
  const { records } = openSqliteStore({
    database: openMemoryDatabase(),
    clock,
    random,
    log,
    leaseMs: 1_000,
    codec: createPlainCodec(new Uint8Array(32)),
  });
  return {
    asked,
    ports: {
      records,
      clock,
      random,
      log,
      net: { request: () => Promise.resolve({ kind: "unsent", reason: "no net" } as const) },
      web: {
        request: ({ headers }: { headers: Readonly<Record<string, string>> }) => {
          asked.push(headers);
          return Promise.resolve({ kind: "answer", status: 204, headers: {}, body: "" } as const);
        },
      },
    },
  };
};

const call = {
  action: "get",
  input: { url: "https://shop.example/" },
  key: "run:1",
  timeoutMs: 1_000,
};

test("the checker knows the actions by the name in bot.yaml, without a secret", async () => {
  const actions = describeActions(await loaded(secret));
  expect(actions.map(({ name }) => name)).toEqual([
    "shop.get",
    "shop.post",
    "shop.put",
    "shop.delete",
  ]);
  expect(actions[0]?.hosts).toEqual(["shop.example"]);
  expect(JSON.stringify(actions)).not.toContain("SHOP_TOKEN");
});

test("what the machine knows is put in, and is told to be a secret", async () => {
  const variables = { SHOP_TOKEN: "Bearer 1" };
  const [ready] = prepareActions([await loaded(secret)], { variables, readFile: () => undefined });
  expect(ready?.secrets).toEqual(["Bearer 1"]);
  expect(ready?.problems).toEqual([]);
  const world = ports();
  const { sets } = openActions(ready === undefined ? [] : [ready], world.ports);
  const outcome = await sets.get("shop")?.run(call, new AbortController().signal);
  expect(outcome).toEqual({ kind: "done", value: null });
  expect(world.asked[0]?.["authorization"]).toBe("Bearer 1");
});

test("what is not set is told by its name", async () => {
  const [ready] = prepareActions([await loaded(secret)], {
    variables: {},
    readFile: () => undefined,
  });
  expect(ready?.problems).toEqual(["SHOP_TOKEN (actions.shop.headers.authorization)"]);
});

test("settings that do not fit make the actions fail, and nothing else", async () => {
  const { sets } = openActions([await loaded({ hosts: "everywhere" })], ports().ports);
  const outcome = await sets.get("shop")?.run(call, new AbortController().signal);
  expect(outcome).toMatchObject({ kind: "failed", code: "not_set_up", isFinal: true });
});
