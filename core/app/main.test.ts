import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
let folder = "";

/** Runs `sapa` as a process of its own, with nothing of ours in its environment. */
async function sapa(args: readonly string[], variables: Record<string, string> = {}) {
  const child = Bun.spawn([process.execPath, main, ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"], SAPA_DATA: join(folder, "data"), ...variables },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-cli-"));
  writeFileSync(join(folder, "bot.yaml"), "bot: kopi\nformat: 1\nnam: Kopi\nchannels: {}\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("sapa", () => {
  test("tells its version, and as data", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(await sapa(["version"])).toMatchObject({
      code: 0,
      out: `sapa ${version} (bun ${Bun.version})\n`,
    });
    expect((await sapa(["--version"])).out).toBe(`sapa ${version} (bun ${Bun.version})\n`);
    expect(JSON.parse((await sapa(["version", "--json"])).out)).toEqual({
      sapa: version,
      bun: Bun.version,
    });
  });

  test("checks the providers of a bot, of which the example has none", async () => {
    const { code, out } = await sapa(["provider", "check", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ providers: [], isRunning: false });
  });

  test("explains itself and each of its commands", async () => {
    const { code, out } = await sapa(["--help"]);
    expect(code).toBe(0);
    const commands = [
      "dev",
      "run",
      "chat",
      "check",
      "test",
      "send",
      "config",
      "flow",
      "provider",
      "schema",
      "version",
    ];
    for (const name of commands) {
      expect(out).toContain(`\n  ${name} `);
      const help = await sapa([name, "--help"]);
      expect(help.code).toBe(0);
      expect(help.out).toStartWith(`Usage: sapa ${name}`);
    }
  });

  const wrongUses: readonly (readonly [args: readonly string[], wanted: RegExp])[] = [
    [[], /^Usage: sapa/],
    [["chek"], /unknown command 'chek'\n\(Did you mean check\?\)/],
    [["check", "--fromat", "json"], /unknown option '--fromat'/],
    [["check", "--format", "xml"], /Allowed choices are human, json, github, sarif/],
    [["schema", "--editor", "ed"], /Allowed choices are vscode, zed/],
    [
      ["test", "flows/menu.test.yaml"],
      /^error: .* is not a folder\n {2}All tests of a folder are played: name flows, and pick some with --filter menu\.test\.yaml\./,
    ],
    [["check", "flows/menu.flow.yaml"], /name its folder, flows\.\n$/],
    [["check", "no/such/folder"], /^error: no\/such\/folder is not a folder\n {2}Name the folder/],
    [["check", "core"], /^error: there is no bot\.yaml in /],
    [["dev", "--port", "high"], /SAPA_PORT is "high": write a number/],
    [["test", "--filter", "zzz"], /no test has "zzz" in its name or file/],
    [["test", "--min-coverage", "all"], /--min-coverage is "all": write a number from 0 to 100/],
    [["test", "record", "--since", "x"], /--since: "x" is not a duration/],
    [["test", "record"], /there is no database in [^]*\n {2}Talk to the bot first/],
    [["send"], /required option '--to <person>' not specified/],
    [["send", "--to", "62811", "--text", "a", "--template", "b"], /either --text or --template/],
    [
      ["send", "--to", "62811", "--text", "a", "--account", "x"],
      /there is no account "x"\n {2}Write --account whatsapp/,
    ],
  ];
  for (const [args, wanted] of wrongUses) {
    test(`says what is wrong with "sapa ${args.join(" ")}": exit 2, no stack`, async () => {
      const { code, out, err } = await sapa(args);
      expect(err).toMatch(wanted);
      expect(err).not.toMatch(/\n\s+at /);
      expect(out).toBe("");
      expect(code).toBe(2);
    });
  }

  test("prints the schemas that stand in the repository", async () => {
    for (const [kind, file] of [
      ["bot", "core/config/bot.schema.json"],
      ["flow", "core/flow/flow.schema.json"],
      ["test", "core/flow/read-test/flow-test.schema.json"],
      ["template", "core/flow/templates/template.schema.json"],
    ] as const) {
      const { code, out } = await sapa(["schema", kind]);
      expect([code, JSON.parse(out)]).toEqual([
        0,
        JSON.parse(readFileSync(join(root, file), "utf8")),
      ]);
    }
  });

  test("checks the example: exit 0", async () => {
    expect(await sapa(["check", "flows"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^flows\/bot\.yaml and \d+ flows, \d+ test files: no problems\n$/),
    });
  });

  test("tests the example, as data: exit 0, and 1 for a coverage that is too low", async () => {
    const { code, out } = await sapa(["test", "flows", "--json", "--filter", "hours.test"]);
    const { passed, failed, tests, coverage } = JSON.parse(out);
    expect([code, passed, failed, tests.length]).toEqual([0, 3, 0, 3]);
    expect(tests[0]).toMatchObject({ name: "open on Monday morning", line: 4 });
    expect(coverage.percent).toBeLessThan(50);
    const args = ["test", "flows", "--filter", "hours.test", "--min-coverage", "50"];
    const tooLow = await sapa(args);
    expect(tooLow.code).toBe(1);
    expect(tooLow.out).toMatch(/the tests reach \d+ % of the flows, less than 50 %/);
  });

  test("shows mistakes with their place: exit 1, for people, programs and GitHub", async () => {
    const human = await sapa(["check", folder]);
    expect(human.code).toBe(1);
    expect(human.out).toContain(`bot.yaml:3:1 error unknown key "nam" [BOT_KEY_UNKNOWN]`);
    expect(human.out).toContain('did you mean "name"?');
    expect(human.out).toEndWith("1 error\n");
    const json = await sapa(["check", folder, "--json"]);
    expect([json.code, JSON.parse(json.out).errors]).toEqual([1, 1]);
    const github = await sapa(["check", folder, "--format", "github"]);
    expect(github.out).toMatch(/^::error file=.*bot\.yaml,line=3,endLine=3,col=1,/);
    const sarif = JSON.parse((await sapa(["check", folder, "--format", "sarif"])).out);
    expect(sarif.runs[0].results[0].ruleId).toBe("BOT_KEY_UNKNOWN");
  });

  test("refuses to run without WhatsApp's variables, with all their names once: exit 2", async () => {
    const { code, out, err } = await sapa(["run", "flows"]);
    expect([code, out]).toEqual([2, ""]);
    for (const name of ["PHONE_NUMBER_ID", "ACCESS_TOKEN", "APP_SECRET", "VERIFY_TOKEN"]) {
      expect(err.split(`WHATSAPP_${name}`)).toHaveLength(2);
    }
    expect(err).not.toMatch(/\n\s+at /);
  });

  test("does not run a bot with mistakes: exit 1, with the findings", async () => {
    const { code, err } = await sapa(["run", folder]);
    expect(code).toBe(1);
    expect(err).toContain("[BOT_KEY_UNKNOWN]");
  });

  test("warns of a variable that means nothing and reads the bot's .env", async () => {
    writeFileSync(join(folder, ".env"), "SAPA_PORT=low\n");
    const { code, err } = await sapa(["run", folder], { SAPA_PROT: "1" });
    expect(err).toContain("warning: SAPA_PROT means nothing here; did you mean SAPA_PORT?");
    expect(err).toContain('SAPA_PORT is "low"');
    expect(code).toBe(2);
    rmSync(join(folder, ".env"));
  });

  test("says in one line that the port is taken: exit 1", async () => {
    const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });
    const port = server.port ?? 0;
    const { code, err } = await sapa(["dev", "flows", "--port", String(port)]);
    await server.stop(true);
    expect(code).toBe(1);
    expect(err).toBe(
      `error: port ${port} on 127.0.0.1 is in use by another program\n` +
        `  Stop that program, or choose another port: SAPA_PORT=${port + 1}\n`,
    );
  });
});
