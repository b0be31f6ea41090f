import { makeWamid } from "./make-wamid.ts";

/** A text that was posted, and what its receipts will say of it. */
export interface MockReply {
  /** The number at its end: the message that it replies to. */
  readonly index: number;
  readonly wamid: string;
  readonly to: string;
  /** What came along to be sent back with each receipt, or nothing. */
  readonly callback: string;
}

/** Answers like the messages endpoint, and tells of each text that is posted. */
export interface MockGraph {
  latencyMs: number;
  onReply: (reply: MockReply) => void;
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
      taken += 1;
      const to = /"(?:to|recipient)":"([^"]+)"/.exec(body)?.[1] ?? "";
      const callback = /"biz_opaque_callback_data":"([^"]+)"/.exec(body)?.[1] ?? "";
      const wamid = makeWamid(to, `sent ${taken}`);
      mock.onReply({ index: Number(index), wamid, to, callback });
      if (mock.latencyMs > 0) await Bun.sleep(mock.latencyMs);
      return new Response(
        '{"messaging_product":"whatsapp","contacts":[{"input":"1","wa_id":"1"}],' +
          `"messages":[{"id":"${wamid}"}]}`,
        { headers: { "content-type": "application/json" } },
      );
    },
  });
  return mock;
}
