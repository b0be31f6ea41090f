import { describe, expect, test } from "bun:test";
import { readEnd, readSteps } from "./read-steps.ts";

const step = (file: string) => ({ kind: "read", file, nth: 1, of: 1 });

function streamOf(text: string, size = 4_096): ReadableStream<Uint8Array> {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  const parts = Array.from({ length: count }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

describe("what a process tells", () => {
  test("is read by lines, however they are cut", async () => {
    const text = `${JSON.stringify(step("kopi–teh.md"))}\nnoise\n${JSON.stringify(step("b.md"))}\n`;
    const steps = await Array.fromAsync(readSteps(streamOf(text, 3)));
    expect(steps.map(({ file }) => file)).toEqual(["kopi–teh.md", "b.md"]);
  });

  test("is passed over where a line has no end in sight", async () => {
    const long = JSON.stringify(step("x".repeat(70_000)));
    const text = `${long}\n${"y".repeat(200_000)}${JSON.stringify(step("a.md"))}\n${JSON.stringify(step("b.md"))}\n`;
    const steps = await Array.fromAsync(readSteps(streamOf(text)));
    expect(steps.map(({ file }) => file)).toEqual(["b.md"]);
  });

  test("in error is kept by its end alone", async () => {
    expect(await readEnd(streamOf(`${"x".repeat(100_000)}the end`))).toBe(
      `${"x".repeat(8_185)}the end`,
    );
    expect(await readEnd(streamOf("short"))).toBe("short");
  });
});
