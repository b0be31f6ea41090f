import { createServer, type ServerResponse } from "node:http";

/** One question that came in, answered piece by piece, when the test says so. */
export interface PacedExchange {
  /** Sends the headers alone. */
  begin(headers: Readonly<Record<string, string>>): void;
  write(bytes: Uint8Array): void;
  /** Ends the answer in good order. */
  end(): void;
  /** Tears the connection down. */
  reset(): void;
  /** True once the connection is closed before the answer was over: the asker went away. */
  isAbandoned(): boolean;
}

/** A vendor's server in slow motion: nothing is sent by itself. */
export interface PacedServer {
  readonly url: string;
  readonly exchanges: readonly PacedExchange[];
  close(): Promise<void>;
}

export async function startPacedServer(): Promise<PacedServer> {
  const exchanges: PacedExchange[] = [];
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => exchanges.push(openExchange(response)));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges,
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function openExchange(response: ServerResponse): PacedExchange {
  let isAbandoned = false;
  response.on("close", () => {
    isAbandoned = !response.writableFinished;
  });
  return {
    begin(headers) {
      response.writeHead(200, headers);
      response.flushHeaders();
    },
    write: (bytes) => void response.write(bytes),
    end: () => void response.end(),
    reset: () => void response.socket?.resetAndDestroy(),
    isAbandoned: () => isAbandoned,
  };
}
