import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#test/crash/free-port.ts";
import { repository } from "#test/source-files.ts";
import { waitUntil } from "#test/wait-until.ts";

/** `sapa dev` as a person starts it, with a data folder of its own. */
export interface Dev {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts `sapa dev` on a bot and resolves when it is at work. */
export async function startDev(bot: string): Promise<Dev> {
  const data = await mkdtemp(join(tmpdir(), "sapa-browser-"));
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = Bun.spawn([process.execPath, "core/app/main.ts", "dev", bot], {
    cwd: repository,
    env: { PATH: process.env["PATH"], SAPA_DATA: data, SAPA_PORT: String(port) },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
  });
  // Pages answer a moment before the bot is at work: what came then would wait for another try.
  const isUp = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitUntil(isUp, 60_000);
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
      await rm(data, { recursive: true, force: true });
    },
  };
}
