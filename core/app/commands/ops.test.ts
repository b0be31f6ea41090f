import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));
let folder = "";
const at = (file: string) => join(folder, file);

function spawn(...args: readonly string[]) {
  return Bun.spawn([process.execPath, main, ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"], SAPA_DATA: at("data"), SAPA_PORT: "0" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
}

async function ops(...args: readonly string[]) {
  const child = spawn("ops", ...args, "--bot", folder);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-ops-"));
  writeFileSync(
    at("bot.yaml"),
    `bot: kopi
format: 1
name: Kopi
human: { queue: kasir }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: A }
    token: { env: B }
    app_secrets: { env: C }
    verify_token: { env: D }
`,
  );
  writeFileSync(
    at("hi.flow.yaml"),
    "flow: hi\nformat: 1\ntriggers: [{ message: any }]\nsteps: [{ say: Hi. }]\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a command is given to a bot that is stopped, and to one that runs, and each sees the other's", async () => {
  const asked = await ops("set limits.contact=30/min");
  expect(asked).toMatchObject({ code: 0, err: "" });
  const code = /\/yes (\d{4})/.exec(asked.out)?.[1] ?? "";
  expect(await ops("yes", code)).toMatchObject({ code: 0, err: "" });
  expect(await ops("yes", code)).toMatchObject({ code: 1, out: "" });
  const running = spawn("run", folder, "--simulate");
  try {
    const deadlineAt = performance.now() + 60_000;
    while (!existsSync(at("data/control.json"))) {
      if (performance.now() > deadlineAt) throw new Error("the bot did not start");
      await Bun.sleep(20);
    }
    expect((await ops("settings")).out).toContain("limits.contact = 30/min (set by shell");
    expect((await ops("jeda", "--yes", "--language", "id")).out).toContain("Dijeda.");
    expect((await ops("status")).out).toContain("PAUSED");
  } finally {
    running.kill("SIGTERM");
    await running.exited;
  }
  expect((await ops("status", "--json")).out).toContain("PAUSED");
  expect((await ops("undo", "--yes")).out).toContain("Undone.");
  expect((await ops("status")).out).toContain("is working");
});
