import { createServer, type Server, type ServerResponse } from "node:http";
import { z } from "zod";

/** How a file's address answers; `download` counts from 1. */
export type Download = (response: ServerResponse, download: number) => void;

/** One file of a person at the vendor. */
export interface StubFile {
  readonly mime: string;
  /** What the look-up tells of the size. */
  readonly bytes: number;
  /** Where the look-up points; by default to this very server. */
  readonly url?: string;
  readonly download: Download;
}

const postSchema = z.object({ text: z.object({ body: z.string() }).optional() });

/**
 * Graph and its file servers in one, over real HTTP: just enough of it to be difficult. Every
 * address is used up by the first download that is not answered 404.
 */
export class GraphStub {
  readonly files = new Map<string, StubFile>();
  /** Texts that were sent to people, in order. */
  readonly texts: string[] = [];
  readonly downloads = new Map<string, number>();
  readonly #server: Server;
  #lookUps = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      const path = new URL(request.url ?? "/", "http://graph").pathname;
      const isOurs = request.headers.authorization === "Bearer secret-token";
      if (!isOurs) return answer(response, 401, { error: { code: 190, message: "no token" } });
      if (request.method === "POST") return this.#take(request, response);
      const name = path.split("/").at(-1) ?? "";
      const id = name.split("-")[0] ?? "";
      const file = this.files.get(id);
      if (file === undefined) return answer(response, 400, { error: { code: 100, message: "?" } });
      if (path.startsWith("/file/")) return this.#download(file, id, response);
      return this.#lookUp(file, id, response);
    });
  }

  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
  }

  get url(): string {
    const address = this.#server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return `http://127.0.0.1:${port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #lookUp({ mime, bytes, url }: StubFile, id: string, response: ServerResponse): void {
    this.#lookUps += 1;
    answer(response, 200, {
      messaging_product: "whatsapp",
      url: url ?? `${this.url}/file/${id}-${this.#lookUps}`,
      mime_type: mime,
      file_size: String(bytes),
      id,
    });
  }

  #download({ download }: StubFile, id: string, response: ServerResponse): void {
    const count = (this.downloads.get(id) ?? 0) + 1;
    this.downloads.set(id, count);
    download(response, count);
  }

  #take(request: AsyncIterable<Uint8Array>, response: ServerResponse): void {
    void readAll(request).then((body) => {
      // A file that is brought there comes as a form.
      if (!body.startsWith("{")) return answer(response, 200, { id: "700000000000001" });
      const { text } = postSchema.parse(JSON.parse(body));
      if (text !== undefined) this.texts.push(text.body);
      answer(response, 200, {
        messaging_product: "whatsapp",
        contacts: [],
        messages: [{ id: `wamid.out.${this.texts.length}` }],
      });
    });
  }
}

async function readAll(request: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
