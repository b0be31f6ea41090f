import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { configSchema } from "./config.ts";
import plugin from "./index.ts";

const settings = {
  phone_number_id: "200000000000002",
  token: "secret-token",
  app_secrets: "one, two,",
  verify_token: "word",
};

describe("the settings", () => {
  test("have Meta's address and a pinned version by themselves", () => {
    expect(configSchema.parse(settings)).toEqual({
      ...settings,
      app_secrets: ["one", "two"],
      graph_url: "https://graph.facebook.com",
      graph_version: "v26.0",
      mark_read: "typing",
      prices: {},
    });
  });

  test("take ids without quotes, a list of secrets and an address with a slash", () => {
    const more = {
      phone_number_id: 200000000000002,
      app_secrets: ["one", "two"],
      graph_url: "http://127.0.0.1:4010/",
    };
    expect(configSchema.parse({ ...settings, ...more })).toMatchObject({
      phone_number_id: "200000000000002",
      app_secrets: ["one", "two"],
      graph_url: "http://127.0.0.1:4010",
    });
  });

  test.each([
    [{ ...settings, phone_number_id: "+62 811" }, "phone_number_id"],
    [{ ...settings, token: " " }, "token"],
    [{ ...settings, app_secrets: " , " }, "app_secrets"],
    [{ ...settings, app_secrets: [] }, "app_secrets"],
    [{ ...settings, graph_url: "graph.facebook.com" }, "graph_url"],
    [{ ...settings, graph_url: "file:///etc/passwd" }, "graph_url"],
    [{ ...settings, graph_version: "26" }, "graph_version"],
    [{ ...settings, phone_numer_id: "1" }, "phone_numer_id"],
    [{}, "verify_token"],
  ])("refuse %j", (bad, name) => {
    const { error } = configSchema.safeParse(bad);
    expect(JSON.stringify(error?.issues)).toContain(name);
    expect(error?.message).not.toContain("secret-token");
  });

  test("describe every field, for the editor", () => {
    const schema = z.toJSONSchema(plugin.config, { io: "input" });
    expect(schema.additionalProperties).toBe(false);
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      expect([name, typeof field === "object" && field.description]).toEqual([
        name,
        expect.stringMatching(/^[A-Z].{20,}\.$/),
      ]);
    }
  });
});
