/** Longest event that is read, in characters: each repeats the whole answer so far. */
const maxEventChars = 2_000_000;

/**
 * The data of each server-sent event, with `data:` lines joined. An event that the end of the stream
 * cuts off is told, too. Throws for one that is longer than any answer.
 */
export async function* readSse(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const frames = rest.split(/\r?\n\r?\n/);
    rest = frames.pop() ?? "";
    if (rest.length > maxEventChars) throw new SyntaxError("an event is too long");
    for (const frame of frames) yield* dataOf(frame);
  }
  yield* dataOf(rest + decoder.decode());
}

function* dataOf(frame: string): Generator<string, void, void> {
  const lines = frame.split(/\r?\n/).filter((line) => line.startsWith("data:"));
  const data = lines.map((line) => line.slice(5).replace(/^ /, "")).join("\n");
  if (data !== "") yield data;
}
