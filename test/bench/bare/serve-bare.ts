import { Hono } from "hono";
import type { BareOptions } from "./bare-options.ts";
import { isSigned } from "./bare-webhook.ts";

/** Serves the webhook of a baseline: verified bytes go to `take`, 200 goes out when it resolves. */
export function serveBare(
  { port, secret }: BareOptions,
  take: (body: Uint8Array) => Promise<void>,
): void {
  const app = new Hono();
  app.get("/healthz", (context) => context.text("ok"));
  app.post("/webhooks/whatsapp", async (context) => {
    const body = new Uint8Array(await context.req.arrayBuffer());
    if (!isSigned(secret, body, context.req.header("x-hub-signature-256"))) {
      return context.body(null, 401);
    }
    await take(body);
    return context.body(null, 200);
  });
  Bun.serve({ port, hostname: "127.0.0.1", fetch: (request) => app.fetch(request) });
}
