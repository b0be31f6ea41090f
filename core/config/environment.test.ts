import { describe, expect, test } from "bun:test";
import { listEnvironment, readEnvironment } from "./environment.ts";

describe("the environment", () => {
  test("has careful defaults", () => {
    expect(readEnvironment({})).toEqual({
      problems: [],
      warnings: [],
      settings: {
        port: 8080,
        host: "127.0.0.1",
        dataFolder: "./data",
        publicUrl: undefined,
        secretKey: undefined,
        apiTokens: [],
        logLevel: undefined,
      },
    });
  });

  test("takes an empty variable as unset", () => {
    expect(readEnvironment({ SAPA_PORT: "", SAPA_LOG: "" }).settings?.port).toBe(8080);
  });

  test("gathers everything that is wrong, by name", () => {
    const { settings, problems } = readEnvironment({
      SAPA_PORT: "eighty",
      SAPA_LOG: "loud",
      SAPA_PUBLIC_URL: "bot.example.com",
      SAPA_STORE: "postgres://x",
    });
    expect(settings).toBeUndefined();
    expect(problems).toEqual([
      'SAPA_PORT is "eighty": write a number',
      'SAPA_PUBLIC_URL is "bot.example.com": write an address like https://bot.example.com',
      'SAPA_LOG is "loud": write debug, info, warn or error',
      'SAPA_STORE is "postgres://x": only "sqlite" is installed',
    ]);
  });

  test.each(["SAPA_SECRET_KEY", "SAPA_API_TOKEN"])("does not repeat a bad %s", (name) => {
    const { problems } = readEnvironment({ [name]: "hunter2" });
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain("hunter2");
  });

  test("takes several tokens, so that one can follow the other", () => {
    const { settings } = readEnvironment({
      SAPA_API_TOKEN: `${"a".repeat(16)}, ${"b".repeat(20)}`,
    });
    expect(settings?.apiTokens).toEqual(["a".repeat(16), "b".repeat(20)]);
  });

  test("knows the variables of this repository's tests, and lists none of them", () => {
    const variables = { SAPA_CONTRACTS: "/contracts", SAPA_REQUIRE: "chromium" };
    expect(readEnvironment(variables).warnings).toEqual([]);
    expect(listEnvironment(variables).map(({ name }) => name)).toEqual([
      "SAPA_PORT",
      "SAPA_HOST",
      "SAPA_DATA",
      "SAPA_PUBLIC_URL",
      "SAPA_SECRET_KEY",
      "SAPA_API_TOKEN",
      "SAPA_LOG",
      "SAPA_STORE",
    ]);
  });

  test("warns of a SAPA_ variable that means nothing, with what was meant", () => {
    const { settings, warnings } = readEnvironment({
      SAPA_PROT: "80",
      SAPA_SOMETHING_ELSE: "x",
      WHATSAPP_ACCESS_TOKEN: "t",
    });
    expect(settings).toBeDefined();
    expect(warnings[0]).toBe("SAPA_PROT means nothing here; did you mean SAPA_PORT?");
    expect(warnings[1]).toStartWith("SAPA_SOMETHING_ELSE means nothing here; known are SAPA_PORT,");
    expect(warnings).toHaveLength(2);
  });
});
