import type { Socket } from "bun";

const head = "\r\n\r\n";

/** One keep-alive connection that carries one request at a time: cheaper than fetch by far. */
export class Connection {
  #socket: Socket | undefined;
  #answered: ((status: number) => void) | undefined;
  #received = "";
  #unsent: Buffer | undefined;

  static async open(port: number): Promise<Connection> {
    const connection = new Connection();
    connection.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      socket: {
        data: (_socket, data) => connection.#take(data),
        drain: () => connection.#write(),
        close: () => connection.#answer(0),
        error: () => connection.#answer(0),
      },
    });
    return connection;
  }

  /** Sends a whole request; resolves to the status of its answer, 0 if the connection broke. */
  request(bytes: Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#unsent = bytes;
      this.#write();
    });
  }

  close(): void {
    this.#socket?.end();
  }

  #write(): void {
    if (this.#unsent === undefined) return;
    const written = this.#socket?.write(this.#unsent) ?? -1;
    if (written < 0) this.#answer(0);
    else this.#unsent = written < this.#unsent.length ? this.#unsent.subarray(written) : undefined;
  }

  #take(data: Buffer): void {
    this.#received += data.toString("latin1");
    const end = this.#received.indexOf(head);
    if (end < 0) return;
    const length = Number(/content-length: *(\d+)/i.exec(this.#received)?.[1] ?? 0);
    if (this.#received.length < end + head.length + length) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = "";
    this.#answer(status);
  }

  #answer(status: number): void {
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(status);
  }
}
