import { expect, test } from "bun:test";
import { repository } from "#test/source-files.ts";

test("a process that loops for ever is ended, and says which bodies it had in hand", async () => {
  const script =
    'import { startWatchdog } from "#test/fuzz/watchdog.ts";' +
    "const beat = startWatchdog(7, 300); beat(256); beat(512); for (;;);";
  const child = Bun.spawn([process.execPath, "-e", script], {
    cwd: repository,
    stdout: "ignore",
    stderr: "pipe",
  });
  const said = await new Response(child.stderr).text();
  expect(await child.exited).not.toBe(0);
  expect(said).toContain("seed 7, bodies from 512 on: the process hangs");
}, 30_000);
