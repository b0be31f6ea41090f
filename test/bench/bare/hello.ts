import { Hono } from "hono";

/** Baseline of a start: a Hono server that says one word. */
export function serveHello(): void {
  const app = new Hono();
  app.get("/", (context) => context.text("hello"));
  const port = Number(process.env["SAPA_PORT"]);
  Bun.serve({ port, hostname: "127.0.0.1", fetch: (request) => app.fetch(request) });
}
