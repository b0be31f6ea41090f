import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const main = fileURLToPath(new URL("main.ts", import.meta.url));

test("where there is no bot, that is told, and not of a folder that nobody named", async () => {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), "sapa-nowhere-")));
  try {
    const child = Bun.spawn([process.execPath, main, "check"], {
      cwd,
      env: { PATH: process.env["PATH"] },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "pipe",
    });
    const told = await new Response(child.stderr).text();
    expect([await child.exited, told]).toEqual([
      2,
      `error: there is no bot.yaml in ${cwd}, nor in flows there\n  Go to the folder that holds your bot.yaml, or name it.\n`,
    ]);
  } finally {
    rmSync(cwd, { recursive: true });
  }
});
