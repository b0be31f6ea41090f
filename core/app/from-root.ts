import type { Answering } from "./serve.ts";

/** Nothing is served at the bare address: it leads to the phones. */
export function fromRoot(served: Answering): Answering {
  return {
    fetch: (request) =>
      new URL(request.url).pathname === "/"
        ? new Response(null, { status: 303, headers: { location: "/simulator" } })
        : served.fetch(request),
  };
}
