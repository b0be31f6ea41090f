import { makeWamid } from "./make-wamid.ts";

/** Answers like the messages endpoint, and tells which message each text replies to. */
export interface MockGraph {
  latencyMs: number;
  /** Called with the number at the end of each text that is posted. */
  onReply: (index: number) => void;
  stop(): Promise<void>;
}

export function serveMockGraph(port: number): MockGraph {
  let taken = 0;
  const mock: MockGraph = {
    latencyMs: 0,
    onReply: () => undefined,
    stop: () => server.stop(true),
  };
  const server = Bun.serve({
    port,
    hostname: "127.0.0.1",
    idleTimeout: 255,
    async fetch(request) {
      const body = await request.text();
      const index = /"body":"[^"]*?(\d+)"/.exec(body)?.[1];
      if (index === undefined) return Response.json({ success: true });
      mock.onReply(Number(index));
      if (mock.latencyMs > 0) await Bun.sleep(mock.latencyMs);
      taken += 1;
      return new Response(
        '{"messaging_product":"whatsapp","contacts":[{"input":"1","wa_id":"1"}],' +
          `"messages":[{"id":"${makeWamid("6281100000001", `sent ${taken}`)}"}]}`,
        { headers: { "content-type": "application/json" } },
      );
    },
  });
  return mock;
}
