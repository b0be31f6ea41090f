import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** `wait`: nothing more comes until the asker goes away; `reset`: the connection is torn down. */
export type WirePiece = Uint8Array | "wait" | "reset";

/** An answer, byte for byte. Each piece is written by itself, so that a reader sees them apart. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: readonly WirePiece[];
  /** True: not even the headers come before the first piece is there. */
  readonly isSilent?: boolean;
}

/** What came in. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server over real HTTP on this machine that says what it was told to say. */
export interface WireServer {
  readonly url: string;
  readonly requests: readonly WireRequest[];
  /** The next question gets this; questions without one get 599. */
  answer(reply: WireReply): void;
  /** Resolves when `count` answers have come to their `wait`. */
  rested(count: number): Promise<void>;
  /** Resolves when `count` askers went away before their answer was over. */
  abandoned(count: number): Promise<void>;
  close(): Promise<void>;
}

const nothing: WireReply = { status: 599, headers: {}, pieces: [] };

/** Starts a server; requests that `answers` has an answer for are not told of. */
export async function startWireServer(
  answers: (request: WireRequest) => WireReply | undefined = () => undefined,
): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const replies: WireReply[] = [];
  const left = createCount();
  const rested = createCount();
  const server = createServer((request, response) => {
    response.on("close", () => {
      if (response.writableFinished) return;
      left.add();
    });
    void readBody(request).then((body) => {
      const { method = "", url = "", headers } = request;
      const asked = { method, path: url, headers, body };
      const own = answers(asked);
      if (own !== undefined) return write(response, own, rested.add);
      requests.push(asked);
      return write(response, replies.shift() ?? nothing, rested.add);
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer: (reply) => void replies.push(reply),
    rested: rested.until,
    abandoned: left.until,
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Counts, and resolves for whoever waits for a number. */
function createCount() {
  const waiting = new Set<() => void>();
  let count = 0;
  return {
    add: () => {
      count += 1;
      for (const look of waiting) look();
    },
    until: (wanted: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (count < wanted) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function write(
  response: ServerResponse,
  { status, headers, pieces, isSilent }: WireReply,
  onRest: () => void,
): Promise<void> {
  response.writeHead(status, headers);
  if (isSilent !== true) response.flushHeaders();
  for (const piece of pieces) {
    if (piece === "wait") return onRest();
    if (piece === "reset") {
      response.socket?.resetAndDestroy();
      return;
    }
    // The next piece only when this one has left, so that they do not arrive as one.
    await new Promise<void>((resolve) => response.write(piece, () => setImmediate(resolve)));
  }
  response.end();
}

/** A text in UTF-8, cut into pieces of `size` bytes: in the middle of letters, too. */
export function inPieces(text: string, size: number): readonly Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}
