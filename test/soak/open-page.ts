/** A page of a phone, as a browser holds it open: its files, its stream, what is done on it. */
export interface OpenPage {
  /** Pieces of the page that were told to it over the stream. */
  readonly told: number;
  say(text: string): Promise<void>;
  /** Loads all of it anew, over a new stream. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Sockets are the page's own and end with what they were for: what stays is the server's doing. */
const headers = { connection: "close" };

export async function openPage(url: string, phone: string): Promise<OpenPage> {
  const address = `${url}/simulator/phones/${phone}`;
  let told = 0;
  let stream = await connect();

  async function load(path: string): Promise<string> {
    const response = await fetch(new URL(path, url), { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return await response.text();
  }

  async function connect() {
    const page = await load(address);
    const files = [...page.matchAll(/(?:href|src)="(\/simulator\/assets\/[^"]+)"/g)];
    await Promise.all(files.map(([, path = ""]) => load(path)));
    const updates = /hx-sse:connect="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
    if (updates === undefined) throw new Error("the page has no stream");
    const abort = new AbortController();
    const response = await fetch(new URL(updates, url), { headers, signal: abort.signal });
    return { abort, done: listen(response) };
  }

  async function listen(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    const body: ReadableStream<Uint8Array> | null = response.body;
    try {
      for await (const chunk of body ?? []) {
        told += decoder.decode(chunk, { stream: true }).split("<hx-partial").length - 1;
      }
    } catch {
      // Closed by us.
    }
  }

  async function close(): Promise<void> {
    stream.abort.abort();
    await stream.done;
  }

  return {
    get told() {
      return told;
    },
    async say(text) {
      const body = new URLSearchParams({ kind: "text", text });
      const origin = { ...headers, origin: url };
      const response = await fetch(`${address}/acts`, { method: "POST", headers: origin, body });
      if (response.status !== 204) throw new Error(`not said: ${response.status}`);
    },
    async reload() {
      await close();
      stream = await connect();
    },
    close,
  };
}
