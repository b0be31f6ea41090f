import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { FakeGraph } from "./fake-graph.ts";
import type { GraphReply } from "./graph-exchange.ts";
import { createInspection } from "./inspection.ts";

/** Greatest body that is read, in bytes. */
const maxBodyBytes = 1_048_576;

/**
 * Serves the fake over HTTP on the loopback address: Meta's paths, and its own under `/_sapa/`.
 * Port 0 picks a free one.
 */
export function serveFake(
  fake: FakeGraph,
  port: number,
): { readonly url: string; stop(): Promise<void> } {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: maxBodyBytes }));
  app.route("/_sapa", createInspection(fake));
  app.all("*", async (context) => {
    const { method, url } = context.req;
    if (method !== "GET" && method !== "POST" && method !== "DELETE") {
      return context.body(null, 405);
    }
    const reply = fake.handle({
      method,
      path: url.slice(url.indexOf("/", "http://".length)),
      authorization: context.req.header("authorization"),
      body: await context.req.text(),
    });
    return toResponse(reply);
  });
  const server = Bun.serve({ port, hostname: "127.0.0.1", fetch: (request) => app.fetch(request) });
  return { url: server.url.origin, stop: () => server.stop(true) };
}

function toResponse(reply: GraphReply): Response {
  if (reply.kind === "dropped") return brokenResponse();
  return new Response(reply.body, {
    status: reply.status,
    headers: { "content-type": "application/json; charset=UTF-8" },
  });
}

/** A body that fails before its first byte: the server closes the connection without an answer. */
function brokenResponse(): Response {
  return new Response(new ReadableStream({ start: (controller) => controller.error() }));
}
