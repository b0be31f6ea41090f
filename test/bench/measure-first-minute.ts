import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFlowDrawings } from "#core/console/side/draw-flow.ts";
import { revisionId } from "#core/lib/ids.ts";
import { freePort } from "#test/crash/free-port.ts";
import { repository } from "#test/source-files.ts";
import type { BenchPlan } from "./bench-plan.ts";
import type { Machine } from "./machine.ts";
import { makeRow, type Row, type Sample } from "./row.ts";
import { writeFlow } from "./write-flow.ts";

const deadlineMs = 60_000;
const lookMs = 2;
const drawnSteps = 60;
const drawings = 20;

/**
 * The first minute of a newcomer: from the command to the first reply on the phone, beside a bare Hono
 * server's first word; and how long drawing a flow may hold up a webhook, since it happens in the same thread.
 */
export async function measureFirstMinute(_: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const starts: Sample[] = [];
  // The first start fills the caches of files and of compiled code.
  await timeReply();
  for (let start = 0; start < plan.coldStarts; start += 1) {
    const baseline = await timeHello();
    starts.push({ baseline, value: await timeReply() });
  }
  const { first, again } = timeDrawings();
  return [
    makeRow(
      "first reply on the phone after sapa dev, warm, beside a bare Hono server",
      "ms",
      starts,
    ),
    makeRow(`reading and drawing ${drawnSteps} steps, once a revision`, "ms", first, {
      kind: "at-most",
      bound: 25,
      of: "value",
    }),
    makeRow(`drawing ${drawnSteps} steps again, with other marks`, "ms", again, {
      kind: "at-most",
      bound: 5,
      of: "value",
    }),
  ];
}

function timeHello(): Promise<number> {
  return timeAnswer(["test/bench/main.ts", "hello"], async (url) => (await fetch(url)).ok);
}

function timeReply(): Promise<number> {
  return timeAnswer(["core/app/main.ts", "dev", "flows"], async (url) => {
    if (!(await fetch(`${url}/readyz`)).ok) return false;
    const act = `${url}/simulator/phones/p1/acts`;
    const body = new URLSearchParams({ kind: "text", text: "kopi" });
    const acted = await fetch(act, { method: "POST", headers: { origin: url }, body });
    if (!acted.ok) throw new Error(`the phone could not send: ${acted.status}`);
    await until(async () => (await (await fetch(`${url}/simulator`)).text()).includes("theirs"));
    return true;
  });
}

/** From the start of a program to the first time that `ask` is answered with yes, in milliseconds. */
async function timeAnswer(
  command: readonly string[],
  ask: (url: string) => Promise<boolean>,
): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), "bench-first-"));
  const port = freePort();
  const startedAt = performance.now();
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: repository,
    env: { PATH: process.env["PATH"], SAPA_DATA: data, SAPA_PORT: String(port) },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
  });
  try {
    await until(() => ask(`http://127.0.0.1:${port}`).catch(whileClosed));
    return performance.now() - startedAt;
  } finally {
    child.kill("SIGKILL");
    await child.exited;
    await rm(data, { recursive: true, force: true });
  }
}

function whileClosed(error: unknown): false {
  if (error instanceof Error && "code" in error && error.code === "ECONNREFUSED") return false;
  throw error;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error("a program of the bench gave no answer");
    await Bun.sleep(lookMs);
  }
}

/** Each drawing by itself: what holds up a webhook is one of them, not their mean. */
function timeDrawings(): { readonly first: readonly Sample[]; readonly again: readonly Sample[] } {
  const flow = { flow: "bench", file: "bench.flow.yaml", source: writeFlow(drawnSteps) };
  const first: Sample[] = [];
  const again: Sample[] = [];
  for (let round = 0; round < drawings; round += 1) {
    const flows = createFlowDrawings();
    const drawn = { ...flow, revision: revisionId(`bench-${round}`) };
    first.push({ value: time(() => flows.draw(drawn, new Map())) });
    again.push({ value: time(() => flows.draw(drawn, new Map())) });
  }
  return { first, again };
}

function time(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
