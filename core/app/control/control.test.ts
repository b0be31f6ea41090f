import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createQuietLog } from "sapa/plugin/testing";
import { z } from "zod";
import { realClock } from "#core/app/real-clock.ts";
import { realNet } from "#core/app/real-net.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { serve } from "#core/app/serve.ts";
import { defineControlVerb } from "#core/http/control-verb.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { callControl } from "./call-control.ts";
import { writeControlFile } from "./control-file.ts";
import { serveControl } from "./serve-control.ts";

let dataFolder = "";
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), "sapa-control-"));
});
afterEach(() => rmSync(dataFolder, { recursive: true }));

const verbs = new Map([
  ["echo", defineControlVerb(z.json(), (input) => Promise.resolve(input))],
  [
    "refuse",
    defineControlVerb(z.unknown(), () => {
      throw new BotError("BOT_INVALID", "no", { hint: "yes" });
    }),
  ],
]);
const open = () =>
  serveControl({
    dataFolder,
    verbs,
    clock: realClock,
    random: createRealRandom(),
    log: createQuietLog(),
  });
const call = (verb: string) => callControl({ net: realNet, dataFolder }, verb, { a: ["☕"] });
const fail = async (verb: string) => await call(verb).catch((error: unknown) => error);

describe("a command and the bot that runs on its data folder", () => {
  test("find each other by a file that only its owner can read, gone when the bot is", async () => {
    expect(await call("echo")).toBeUndefined();
    const control = open();
    const file = join(dataFolder, "control.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await call("echo")).toEqual({ result: { a: ["☕"] } });
    await control.stop();
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
    expect(await call("echo")).toBeUndefined();
  });

  test("a refusal is what it would be here, with its code and hint", async () => {
    const control = open();
    expect(await fail("refuse")).toMatchObject({ code: "BOT_INVALID", message: "no", hint: "yes" });
    expect(await fail("none")).toMatchObject({ code: "CONTROL_UNKNOWN" });
    await control.stop();
  });

  test("what a killed bot left is nobody, whoever listens there by now", async () => {
    const control = open();
    const left = readFileSync(join(dataFolder, "control.json"), "utf8");
    await control.stop();
    writeFileSync(join(dataFolder, "control.json"), left);
    expect(await call("echo")).toBeUndefined();
    const other = open();
    const { url } = z
      .object({ url: z.string() })
      .parse(JSON.parse(readFileSync(join(dataFolder, "control.json"), "utf8")));
    writeControlFile(dataFolder, { url, token: "x".repeat(43) });
    expect(await call("echo")).toBeUndefined();
    await other.stop();
    // Another bot's file is left alone.
    expect(readFileSync(join(dataFolder, "control.json"), "utf8")).toContain("xxx");
  });

  test("is told where nobody knows whether it was done", async () => {
    const strange = serve({ fetch: () => new Response("hello") }, { host: "127.0.0.1", port: 0 });
    writeControlFile(dataFolder, { url: strange.url, token: "x".repeat(43) });
    expect(await fail("echo")).toMatchObject({ code: "CONTROL_UNSURE" });
    await strange.stop();
  });

  test("a file that leads off this machine is none", async () => {
    const file = join(dataFolder, "control.json");
    writeFileSync(file, JSON.stringify({ url: "http://example.com", token: "x".repeat(43) }));
    expect(await call("echo")).toBeUndefined();
    writeFileSync(file, "not JSON");
    expect(await call("echo")).toBeUndefined();
  });
});
