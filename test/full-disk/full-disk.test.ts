import { afterAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditDatabase } from "#test/crash/audit.ts";
import { gatherCrowd } from "#test/crash/crowd.ts";
import { freePort } from "#test/crash/free-port.ts";
import { judge } from "#test/crash/judge.ts";
import { SapaProcess } from "#test/crash/sapa-process.ts";
import { isAvailable } from "#test/require.ts";
import { waitUntil } from "#test/wait-until.ts";
import { mountSmallDisk } from "./small-disk.ts";

const deadlineMs = 60_000;
const patienceMs = 5_000;
const disk = await mountSmallDisk(16);
const isPresent = isAvailable({
  name: "tmpfs",
  isPresent: disk !== undefined,
  hint: "a small disk of its own can only be mounted by root, outside of a container",
});
const logs = await mkdtemp(join(tmpdir(), "full-disk-log-"));

afterAll(async () => {
  await disk?.remove();
  await rm(logs, { recursive: true, force: true });
});

test.skipIf(!isPresent)(
  "a full data disk answers 503, has room again later, and loses nothing that was acknowledged",
  async () => {
    if (disk === undefined) return;
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.log(`full disk seed ${seed}`);
    const port = freePort();
    const dataFolder = join(disk.folder, "data");
    const crowd = gatherCrowd(seed, () => `http://127.0.0.1:${port}`);
    const { channel, graphUrl } = crowd;
    const logFile = join(logs, "sapa.log");
    const bot = "test/crash/bot";
    const sapa = new SapaProcess({ bot, port, dataFolder, graphUrl, channel, logFile });
    const count = (status: number) => crowd.statuses.get(status) ?? 0;
    try {
      await sapa.healthy();
      crowd.chat();
      expect(await waitUntil(() => crowd.acknowledged.size > 50, deadlineMs)).toBe(true);

      disk.fill();
      // Whoever else writes takes what the ballast gave back as well.
      expect(await waitUntil(() => count(503) > 20, deadlineMs)).toBe(true);
      disk.fill();
      const refused = count(503);
      expect(await waitUntil(() => count(503) > refused + 20, deadlineMs)).toBe(true);
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.text()).toContain("disk");

      disk.free();
      const acknowledged = crowd.acknowledged.size;
      const isBack = () => crowd.acknowledged.size > acknowledged + 50;
      expect(await waitUntil(isBack, deadlineMs)).toBe(true);
      crowd.hush();
      const isAnswered = () => [...crowd.acknowledged].every((word) => crowd.answers.has(word));
      // An outcome that could not be written down has its two minutes: nobody waits for those here.
      await waitUntil(isAnswered, patienceMs);
      sapa.terminate();
      expect(await sapa.exited()).toBe(0);
      expect(count(500)).toBe(0);

      const audit = await auditDatabase(dataFolder);
      const acknowledgedInAll = crowd.acknowledged.size;
      const isQuiet = !crowd.isBusy();
      const end = { acknowledged: acknowledgedInAll, crowd, audit, drains: [], isQuiet };
      const verdict = judge(end);
      expect(verdict.lost).toEqual([]);
      expect(verdict.problems).toEqual([]);
    } finally {
      sapa.kill();
      await sapa.exited();
      await crowd.stop();
    }
  },
  180_000,
);
