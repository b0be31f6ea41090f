import { describe, expect, test } from "bun:test";
import { errorText } from "#core/lib/bot-error.ts";
import { readSimulatorFlags } from "./read-simulator-flags.ts";

const webhook = "http://127.0.0.1:3000/webhook";

function failure(flags: Parameters<typeof readSimulatorFlags>[0]): string {
  try {
    readSimulatorFlags(flags);
  } catch (error) {
    return errorText(error);
  }
  return "nothing";
}

describe("the flags of sapa simulator", () => {
  test("need a webhook alone; what is left out is the simulator's own", () => {
    expect(readSimulatorFlags({ webhook })).toEqual({
      webhook,
      port: undefined,
      graphPort: undefined,
      network: {},
    });
  });

  test("become the network's settings", () => {
    const flags = { appSecret: "s", verifyToken: "v", token: "t", phoneNumberId: "42" };
    expect(readSimulatorFlags({ webhook, ...flags, port: "0", graphPort: "65535" })).toEqual({
      webhook,
      port: 0,
      graphPort: 65_535,
      network: { app_secrets: "s", verify_token: "v", token: "t", phone_number_id: "42" },
    });
  });

  test.each([
    [{ webhook: "localhost:3000" }, "--webhook"],
    [{ webhook: "ftp://bot.example/" }, "--webhook"],
    [{ webhook, port: "65536" }, "--port"],
    [{ webhook, graphPort: "-1" }, "--graph-port"],
    [{ webhook, token: "two words" }, "--token"],
    [{ webhook, appSecret: "" }, "--app-secret"],
    [{ webhook, verifyToken: "a\nb" }, "--verify-token"],
    [{ webhook, phoneNumberId: "+62" }, "--phone-number-id"],
  ])("%j is refused by name", (flags, name) => {
    expect(failure(flags)).toContain(`\n  ${name}:`);
  });

  test("are all told of at once", () => {
    const text = failure({ webhook: "x", port: "x", phoneNumberId: "x" });
    expect(text.split("\n").length).toBe(4);
  });
});
