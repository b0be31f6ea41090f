import { expect, test } from "bun:test";
import { BotError } from "#core/lib/bot-error.ts";
import { type Answering, serve } from "./serve.ts";

const host = "127.0.0.1";
const quiet: Answering = { fetch: () => new Response("here") };

test("a port in use is one clear error with the next action", async () => {
  const first = serve(quiet, { host, port: 0 });
  const port = Number(new URL(first.url).port);
  try {
    serve(quiet, { host, port });
    throw new Error("served twice");
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    expect(`${String(error.code)}: ${error.message}. ${error.hint}`).toBe(
      `PORT_IN_USE: port ${port} on ${host} is in use by another program. Stop that program, or choose another port: SAPA_PORT=${port + 1}`,
    );
  } finally {
    await first.stop();
  }
});

test("an address that is not this machine's is refused in words", () => {
  expect(() => serve(quiet, { host: "203.0.113.1", port: 0 })).toThrow(/cannot listen on 203/);
});

test("a stop lets the request under way end and takes no more", async () => {
  const asked = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const slow: Answering = {
    async fetch() {
      asked.resolve();
      await release.promise;
      return new Response("done");
    },
  };
  const serving = serve(slow, { host, port: 0 });
  const answer = fetch(serving.url);
  await asked.promise;
  const stopping = serving.stop();
  release.resolve();
  expect(await (await answer).text()).toBe("done");
  await stopping;
  expect(
    await fetch(serving.url).then(
      () => "answered",
      () => "refused",
    ),
  ).toBe("refused");
});
