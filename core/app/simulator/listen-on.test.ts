import { expect, test } from "bun:test";
import { listenOn } from "./listen-on.ts";

const listen = (taken: number) => (port: number) => {
  if (port === taken) throw new Error("taken");
  return port;
};

test("a usual port that somebody has is told, and a free one is taken", () => {
  const told: string[] = [];
  const tell = (line: string) => told.push(line);
  expect(listenOn(undefined, 8_090, "--port", listen(0), tell)).toBe(8_090);
  expect(told).toEqual([]);
  expect(listenOn(undefined, 8_090, "--port", listen(8_090), tell)).toBe(0);
  expect(told).toEqual(["port 8090 is taken; a free one is used (--port chooses another)"]);
});

test("a port that was asked for is had, or it fails", () => {
  expect(listenOn(7_000, 8_090, "--port", listen(8_090))).toBe(7_000);
  expect(() => listenOn(7_000, 8_090, "--port", listen(7_000))).toThrow(
    "cannot listen on port 7000",
  );
});
