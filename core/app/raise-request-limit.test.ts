import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

test("more than 256 requests are in flight once the limit is raised", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sapa-limit-"));
  const wanted = 400;
  let waiting: (() => void)[] = [];
  // Nobody is answered before all are here: with fewer in flight this would never end.
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch() {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length < wanted) return;
        for (const answer of waiting) answer();
        waiting = [];
      });
      return new Response("");
    },
  });
  try {
    const script = join(folder, "ask.ts");
    const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).pathname);
    writeFileSync(
      script,
      `import { raiseRequestLimit } from ${module("raise-request-limit.ts")};
       import { realNet } from ${module("real-net.ts")};
       raiseRequestLimit();
       const request = { method: "GET", url: process.argv[2], headers: {}, timeoutMs: 3_000, maxBytes: 9 };
       const asking = Array.from({ length: ${wanted} }, () => realNet.request(request));
       const kinds = new Set((await Promise.all(asking)).map((reply) => reply.kind));
       console.log([...kinds].join(), process.argv[2]);`,
    );
    const url = `http://127.0.0.1:${server.port}/`;
    const child = Bun.spawn([process.execPath, script, url], {
      env: { ...process.env, BUN_CONFIG_MAX_HTTP_REQUESTS: undefined },
      stdout: "pipe",
      stderr: "inherit",
    });
    expect(await new Response(child.stdout).text()).toBe(`answer ${url}\n`);
    expect(await child.exited).toBe(0);
  } finally {
    await server.stop(true);
    rmSync(folder, { recursive: true });
  }
});
