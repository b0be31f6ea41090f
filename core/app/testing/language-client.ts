import { fileURLToPath } from "node:url";
import { z } from "zod";

/** A place in a text as the protocol counts: from 0, in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly character: number;
}

const place = z.object({ line: z.int(), character: z.int() });
const completionSchema = z.object({
  items: z.array(z.object({ label: z.string(), insertText: z.string().optional() })),
});
const hoverSchema = z.object({ contents: z.object({ value: z.string() }) }).nullable();
const diagnosticsSchema = z.object({
  uri: z.string(),
  diagnostics: z.array(
    z.object({ message: z.string(), range: z.object({ start: place, end: place }) }),
  ),
});
const incomingSchema = z.object({
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
});

type Diagnostics = z.output<typeof diagnosticsSchema>["diagnostics"];

/** An editor's side of yaml-language-server, which runs as a process of its own. */
export class LanguageClient {
  readonly #child = Bun.spawn(
    [
      process.execPath,
      fileURLToPath(import.meta.resolve("yaml-language-server/bin/yaml-language-server")),
      "--stdio",
    ],
    { stdin: "pipe", stdout: "pipe", stderr: "ignore" },
  );
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #waiting = new Map<string, (found: Diagnostics) => void>();
  readonly #reading = this.#read();
  readonly #settingsAsked = Promise.withResolvers<void>();
  #settings: unknown = null;
  #lastId = 0;

  /** Begins the talk; with a folder and the settings of the YAML server that the editor has there. */
  async start(folder?: { readonly uri: string; readonly settings: unknown }): Promise<void> {
    this.#settings = folder?.settings ?? null;
    const workspaceFolders = folder === undefined ? null : [{ uri: folder.uri, name: "bot" }];
    const capabilities = { workspace: { configuration: true, workspaceFolders: true } };
    const rootUri = folder?.uri ?? null;
    await this.#request("initialize", { processId: null, rootUri, workspaceFolders, capabilities });
    this.#send({ method: "initialized", params: {} });
    await this.#settingsAsked.promise;
  }

  /** Opens a text under an address and waits for what the server finds wrong with it. */
  open(uri: string, text: string): Promise<Diagnostics> {
    return new Promise((resolve) => {
      this.#waiting.set(uri, resolve);
      const textDocument = { uri, languageId: "yaml", version: 1, text };
      this.#send({ method: "textDocument/didOpen", params: { textDocument } });
    });
  }

  async complete(uri: string, position: TextPlace) {
    const answer = await this.#request("textDocument/completion", {
      textDocument: { uri },
      position,
    });
    return completionSchema.parse(answer).items;
  }

  /** The help at a place, as Markdown. */
  async hover(uri: string, position: TextPlace): Promise<string> {
    const answer = await this.#request("textDocument/hover", { textDocument: { uri }, position });
    return hoverSchema.parse(answer)?.contents.value ?? "";
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await this.#child.exited;
    await this.#reading;
  }

  #request(method: string, params: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#send({ id, method, params });
    });
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    void this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    void this.#child.stdin.flush();
  }

  async #read(): Promise<void> {
    let rest = Buffer.alloc(0);
    for await (const chunk of this.#child.stdout) {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const end = rest.indexOf("\r\n\r\n");
        const length = Number(/Content-Length: (\d+)/.exec(rest.toString("latin1", 0, end))?.[1]);
        if (end === -1 || rest.length < end + 4 + length) break;
        this.#take(rest.toString("utf8", end + 4, end + 4 + length));
        rest = rest.subarray(end + 4 + length);
      }
    }
  }

  #take(text: string): void {
    const { id, method, params, result } = incomingSchema.parse(JSON.parse(text));
    if (method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = diagnosticsSchema.parse(params);
      this.#waiting.get(uri)?.(diagnostics);
    } else if (method !== undefined && id !== undefined) {
      const isSettings = method === "workspace/configuration";
      // Sections in the server's order; the first is "yaml".
      this.#send({ id, result: isSettings ? [this.#settings, null, null, null, null] : null });
      if (isSettings) this.#settingsAsked.resolve();
    } else if (typeof id === "number") {
      this.#answers.get(id)?.(result);
    }
  }
}
