import type { Deadlines } from "./deadlines.ts";

/** How a body was read. `gone`: the sender hung up. */
export type BodyReading =
  | { readonly kind: "read"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large" | "too-slow" | "gone" };

/**
 * Reads a request's body, up to `maxBytes` and within the deadline. A Content-Length over the limit
 * is refused unread; one within it bounds what the server's parser lets through, so the body is
 * taken whole, at half the cost of streaming. Without one the body is counted as it streams in and
 * given up at the first byte over the limit.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  deadlines: Deadlines,
): Promise<BodyReading> {
  const length = request.headers.get("content-length");
  if (length !== null && Number(length) > maxBytes) return { kind: "too-large" };
  const { promise: late, resolve } = Promise.withResolvers<BodyReading>();
  const cancel = deadlines.watch(() => resolve({ kind: "too-slow" }));
  try {
    return await Promise.race([
      late,
      length === null ? readStream(request, maxBytes, late) : readWhole(request),
    ]);
  } catch {
    return { kind: "gone" };
  } finally {
    cancel();
  }
}

async function readWhole(request: Request): Promise<BodyReading> {
  return { kind: "read", bytes: await request.bytes() };
}

async function readStream(
  request: Request,
  maxBytes: number,
  late: Promise<BodyReading>,
): Promise<BodyReading> {
  const body: ReadableStream<Uint8Array> | null = request.body;
  const reader = body?.getReader();
  if (reader === undefined) return { kind: "read", bytes: new Uint8Array() };
  // Stops taking in what nobody waits for; how the sender takes it does not matter.
  const giveUp = () => void reader.cancel().catch(() => {});
  void late.then(giveUp);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    size += part.value.byteLength;
    if (size <= maxBytes) continue;
    giveUp();
    return { kind: "too-large" };
  }
  return { kind: "read", bytes: Buffer.concat(chunks, size) };
}
