import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { assertNever } from "sapa/plugin";
import type { FakeGraph } from "./fake-graph.ts";
import type { GraphReply } from "./graph-exchange.ts";

/** Greatest JSON body that is read, in bytes. */
const maxBodyBytes = 1_048_576;
/** Greatest body with a file in it: 100 MB of file, in base64 where it is an act. */
const maxFileBodyBytes = 142_000_000;
const filePaths = /\/media$|^\/_sapa\/acts?$/;

/**
 * Serves the fake over HTTP on the loopback address: Meta's paths, and its own under `/_sapa/`.
 * Port 0 picks a free one.
 */
export function serveFake(
  fake: FakeGraph,
  port: number,
): { readonly url: string; stop(): Promise<void> } {
  const app = new Hono();
  const limit = bodyLimit({ maxSize: maxBodyBytes });
  const fileLimit = bodyLimit({ maxSize: maxFileBodyBytes });
  app.use((context, next) =>
    filePaths.test(context.req.path) ? fileLimit(context, next) : limit(context, next),
  );
  let inspection: Promise<Hono> | undefined;
  app.all("/_sapa/*", async (context) => {
    // Only a fake that is looked at loads what reads its own acts.
    inspection ??= import("./inspection.ts").then(({ createInspection }) =>
      new Hono().route("/_sapa", createInspection(fake)),
    );
    return (await inspection).fetch(context.req.raw);
  });
  app.all("*", async (context) => {
    const { method, url } = context.req;
    if (method !== "GET" && method !== "POST" && method !== "DELETE") {
      return context.body(null, 405);
    }
    const pathAt = url.indexOf("/", "http://".length);
    const reply = fake.handle({
      method,
      path: url.slice(pathAt),
      origin: url.slice(0, pathAt),
      authorization: context.req.header("authorization"),
      contentType: context.req.header("content-type"),
      body: new Uint8Array(await context.req.arrayBuffer()),
    });
    return toResponse(reply);
  });
  const server = Bun.serve({
    port,
    hostname: "127.0.0.1",
    maxRequestBodySize: maxFileBodyBytes * 2,
    fetch: (request) => app.fetch(request),
  });
  return { url: server.url.origin, stop: () => server.stop(true) };
}

function toResponse(reply: GraphReply): Response {
  switch (reply.kind) {
    case "dropped":
      return brokenResponse();
    case "file":
      return new Response(Buffer.from(reply.content), {
        headers: { "content-type": reply.mime },
      });
    case "answer":
      return new Response(reply.body, {
        status: reply.status,
        headers: { "content-type": "application/json; charset=UTF-8" },
      });
    default:
      return assertNever(reply, "toResponse");
  }
}

/** A body that fails before its first byte: the server closes the connection without an answer. */
function brokenResponse(): Response {
  return new Response(new ReadableStream({ start: (controller) => controller.error() }));
}
