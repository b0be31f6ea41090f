import { expect, test } from "bun:test";
import { fromRoot } from "./from-root.ts";

test("the bare address leads to the phones, and every other is what it was", async () => {
  const served = fromRoot({ fetch: ({ url }) => new Response(new URL(url).pathname) });
  const bare = await served.fetch(new Request("http://127.0.0.1:8080/"));
  expect([bare.status, bare.headers.get("location")]).toEqual([303, "/simulator"]);
  const hook = await served.fetch(new Request("http://127.0.0.1:8080/webhooks/whatsapp"));
  expect(await hook.text()).toBe("/webhooks/whatsapp");
});
