import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-flow-"));
  writeFileSync(join(folder, "bot.yaml"), "bot: kopi\n");
  const head = "format: 1\ntriggers: [{ message: hi }]\nsteps:\n  - ask: Who?\n    id: who\n";
  writeFileSync(join(folder, "tea.flow.yaml"), `flow: tea\n${head}  - goto: who\n`);
  writeFileSync(
    join(folder, "bad.flow.yaml"),
    `flow: bad\n${head.replace("hi", "ho")}  - goto: whoo\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function sapa(...args: readonly string[]) {
  const child = Bun.spawn([process.execPath, main, "flow", ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"] },
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

describe("sapa flow", () => {
  test("list tells the flows, and which have errors: exit 1", async () => {
    const { code, out } = await sapa("list", "--bot", folder);
    expect(out).toMatch(
      /^tea {2}2 steps {2}1 trigger {2}[0-9a-f]{8}\n.*bad\.flow\.yaml has errors/,
    );
    expect(code).toBe(1);
    const { code: allWell, out: json } = await sapa("list", "--json");
    expect(allWell).toBe(0);
    expect(JSON.parse(json).flows).toContainEqual(
      expect.objectContaining({ flow: "coffee", file: "flows/coffee.flow.yaml" }),
    );
  });

  test("show tells a flow step by step, with its lines", async () => {
    const { code, out } = await sapa("show", "tea", "--bot", folder);
    expect([code, out.split("\n\n")[1]]).toEqual([0, "5  ask · who: Who?\n   → who\n"]);
    const { out: json } = await sapa("show", "coffee", "--json");
    expect(JSON.parse(json)).toMatchObject({
      flow: "coffee",
      slots: { drink: "enum (espresso, latte, tubruk)" },
      steps: expect.arrayContaining([expect.objectContaining({ step: "choose · drink" })]),
    });
  });

  test("diagram draws one to the terminal, with links from here", async () => {
    const { code, out } = await sapa("diagram", "coffee");
    expect(code).toBe(0);
    expect(out).toStartWith("flowchart TD\n");
    expect(out).toContain('click s1 "flows/coffee.flow.yaml#L');
  });

  test("diagram draws all into a folder, with links from there", async () => {
    const pictures = join(folder, "pictures");
    const { code } = await sapa("diagram", "--format", "svg", "--out", `${pictures}/`);
    expect(code).toBe(0);
    const names = readdirSync(pictures);
    expect(names).toContain("coffee.svg");
    const svg = readFileSync(join(pictures, "coffee.svg"), "utf8");
    const [, href = ""] = /<a href="([^"#]+)#L\d+"/.exec(svg) ?? [];
    expect(join(pictures, decodeURIComponent(href))).toBe(join(root, "flows/coffee.flow.yaml"));
  });

  test("diagram writes what the file's name ends with", async () => {
    const starts = { "one.svg": "<svg ", "one.mmd": "flowchart TD\n" };
    for (const [name, start] of Object.entries(starts)) {
      const path = join(folder, name);
      expect((await sapa("diagram", "coffee", "--out", path)).code).toBe(0);
      expect(readFileSync(path, "utf8")).toStartWith(start);
    }
  });

  test.each([
    [["show", "cofee"], /there is no flow "cofee"\n {2}Did you mean "coffee"\?/],
    [["diagram"], /which flow is to be drawn\?\n/],
    [["diagram", "coffee", "--format", "png"], /Allowed choices are mermaid, svg/],
    [["diagram", "coffee", "--out", "coffee.png"], /coffee\.png\?\n {2}Name a file that ends with/],
  ] as const)("%j is wrong use: exit 2, no stack", async (args, wanted) => {
    const { code, out, err } = await sapa(...args);
    expect(err).toMatch(wanted);
    expect(err).not.toMatch(/\n\s+at /);
    expect([code, out]).toEqual([2, ""]);
  });

  test("a flow with an error is not drawn: exit 1, with what is wrong", async () => {
    const { code, err } = await sapa("diagram", "bad", "--bot", folder);
    expect(err).toContain('did you mean "who"?');
    expect(code).toBe(1);
  });
});
