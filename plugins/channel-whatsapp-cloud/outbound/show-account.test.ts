import { expect, test } from "bun:test";
import type { Json, NetReply, NetRequest } from "sapa/plugin";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { createGraphClient } from "./graph-client.ts";
import { showAccount } from "./show-account.ts";

const config = configSchema.parse({
  phone_number_id: "42",
  token: "token",
  app_secrets: "secret",
  verify_token: "word",
});

async function show(body: Json, status = 200) {
  const asked: NetRequest[] = [];
  const reply: NetReply = { kind: "answer", status, headers: {}, body: JSON.stringify(body) };
  const net = {
    request(request: NetRequest) {
      asked.push(request);
      return Promise.resolve(reply);
    },
  };
  const about = await showAccount(createGraphClient(net, config));
  return { about, url: asked[0]?.url };
}

test("tells name, quality, limit and where webhooks go", async () => {
  const { about, url } = await show({
    id: "42",
    verified_name: "Kopi Senja",
    quality_rating: "GREEN",
    whatsapp_business_manager_messaging_limit: "TIER_2K",
    webhook_configuration: { application: "https://bot.example.com/webhooks/whatsapp", other: 1 },
  });
  expect(about).toEqual({
    facts: ["Kopi Senja", "quality GREEN", "limit TIER_2K"],
    worries: [],
    webhooks: ["https://bot.example.com/webhooks/whatsapp"],
  });
  expect(url).toStartWith(
    "https://graph.facebook.com/v26.0/42?fields=verified_name,quality_rating,",
  );
});

test("worries about a quality that sinks", async () => {
  const { about } = await show({ quality_rating: "RED" });
  expect(about?.worries).toMatchObject([{ meaning: "Meta rates the number RED" }]);
});

test("says nothing where Meta does not, or tells something else", async () => {
  expect((await show({ error: { code: 100 } }, 400)).about).toBeUndefined();
  expect((await show("odd")).about).toBeUndefined();
  expect((await show({ id: "42", webhook_configuration: [] })).about).toEqual({
    facts: [],
    worries: [],
    webhooks: [],
  });
});
