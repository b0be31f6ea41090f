import { expect, test } from "bun:test";
import fc from "fast-check";
import type { AiEvent } from "sapa/plugin";
import { cleanStart, cleanText } from "./clean-text.ts";
import { readConversation } from "./read-conversation.ts";
import { readSse } from "./read-sse.ts";
import { growing, soFar, whole } from "./testing/wire.ts";

/** All events of these frames, cut into pieces of `size` bytes. */
async function read(frames: readonly string[], size = 7): Promise<AiEvent[]> {
  const bytes = new TextEncoder().encode(frames.join(""));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size)
        controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  return await Array.fromAsync(readConversation(readSse(body), "c-1"));
}

function textOf(events: readonly AiEvent[]): string {
  let text = "";
  for (const event of events) {
    if (event.kind === "text") text += event.text;
    if (event.kind === "replace") text = event.text;
  }
  return text;
}

test("what each update repeats is told once", async () => {
  const events = await read([
    soFar(""),
    ...growing(["Rapat ", "pukul ", "9."]),
    whole("Rapat pukul 9."),
  ]);
  expect(events.filter(({ kind }) => kind === "text").length).toBe(3);
  expect(textOf(events)).toBe("Rapat pukul 9.");
});

test("an answer that is revised takes the other's place", async () => {
  const events = await read([soFar("Rapat pukul 8"), whole("Tidak ada rapat.")]);
  expect(events.map(({ kind }) => kind)).toEqual(["text", "replace", "done"]);
  expect(textOf(events)).toBe("Tidak ada rapat.");
});

test("tags and footnotes are left out, and citations told apart", async () => {
  const attributions = [
    {
      attributionType: "citation",
      providerDisplayName: "Jadwal",
      seeMoreWebUrl: "https://contoso.example/x",
    },
    {
      attributionType: "annotation",
      providerDisplayName: "Rani",
      seeMoreWebUrl: "https://contoso.example/y",
    },
  ];
  const text = "<Event>Rapat</Event> dengan <Person>Rani</Person> [^1^].";
  const events = await read([soFar(text.slice(0, 24)), whole(text, { attributions })]);
  expect(textOf(events)).toBe("Rapat dengan Rani.");
  expect(events.filter(({ kind }) => kind === "citation")).toEqual([
    { kind: "citation", title: "Jadwal", url: "https://contoso.example/x" },
  ]);
});

test("an answer with an encrypted label is not passed on", async () => {
  const events = await read([
    soFar("Gaji"),
    whole("Gaji Rani", { sensitivityLabel: { isEncrypted: true } }),
  ]);
  expect(textOf(events)).toBe("");
  expect(events.at(-1)).toMatchObject({ kind: "done", reason: "refused" });
});

test("an event of more than 64 KB comes whole", async () => {
  const text = "kopi ".repeat(40_000);
  expect(textOf(await read([soFar(text), whole(text)], 8_192))).toBe(text);
});

test("however an answer grows, its text is the last one's", async () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("<Person>", "</Person>", "[^1^]", " [^", "<Ev"),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 8 }),
      fc.integer({ min: 1, max: 64 }),
      async (pieces, size) => {
        const text = pieces.join("");
        expect(textOf(await read([...growing(pieces), whole(text)], size))).toBe(cleanText(text));
      },
    ),
  );
});

test("the start of a text is never more than what is known of it", () => {
  expect(cleanStart("Rapat <Per")).toBe("Rapat ");
  expect(cleanStart("Rapat [^1")).toBe("Rapat");
  expect(cleanStart("5 < 6 ")).toBe("5 < 6 ");
});
