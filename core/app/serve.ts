import { BotError, errorText } from "#core/lib/bot-error.ts";

/** Largest body that the server lets through to the code that counts and refuses it in words. */
const maxBodyBytes = 16 * 1_024 * 1_024;
/** A connection on which nothing happens for so long is closed, in seconds. */
const idleSeconds = 30;
/** Requests under way get so long to end once the server stops. */
const stopMs = 2_000;

export interface Serving {
  /** Where it listens, such as http://127.0.0.1:8080 */
  readonly url: string;
  /** Takes no more requests, lets those under way end, and resolves when all are gone. */
  stop(): Promise<void>;
}

/** What answers: a Hono app, or anything of its form. */
export interface Answering {
  fetch(request: Request): Response | Promise<Response>;
}

/** Serves an app over HTTP. Throws `PORT_IN_USE` or `PORT_REFUSED`. */
export function serve(app: Answering, { host, port }: { host: string; port: number }): Serving {
  const server = listen(app, host, port);
  return {
    url: server.url.origin,
    async stop() {
      const timer = setTimeout(() => void server.stop(true), stopMs);
      await server.stop();
      clearTimeout(timer);
    },
  };
}

function listen(app: Answering, host: string, port: number) {
  try {
    return Bun.serve({
      hostname: host,
      port,
      fetch: (request) => app.fetch(request),
      maxRequestBodySize: maxBodyBytes,
      idleTimeout: idleSeconds,
      // No error pages; without the second line it would also share its port with others.
      development: false,
      reusePort: false,
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      throw new BotError("PORT_IN_USE", `port ${port} on ${host} is in use by another program`, {
        hint: `Stop that program, or choose another port: SAPA_PORT=${port + 1}`,
        cause: error,
      });
    }
    throw new BotError("PORT_REFUSED", `cannot listen on ${host}:${port}: ${errorText(error)}`, {
      hint: "Choose another SAPA_HOST or SAPA_PORT.",
      cause: error,
    });
  }
}
