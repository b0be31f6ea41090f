import { describe, expect, test } from "bun:test";
import { resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { readDockerfile } from "./read-dockerfile.ts";
import { readUnit } from "./read-unit.ts";
import { isAvailable } from "./require.ts";
import { repository } from "./source-files.ts";

const folder = resolve(repository, "deploy");
const read = (name: string) => Bun.file(resolve(folder, name)).text();
const dockerfileText = await read("Dockerfile");
const composeText = await read("compose.yaml");
const caddyText = await read("Caddyfile");
const unitText = await read("sapa.service");
/** Grace between SIGTERM and SIGKILL: the drain takes 25 s at most. */
const stopSeconds = 30;
const bunVersion = "1.4.4";

/** Variables that hold a secret or say where data goes; architecture page, part 7. */
const known = /^(SAPA_[A-Z_]+|WHATSAPP_[A-Z_]+|OPENAI_[A-Z_]+|OLLAMA_HOST|M365_[A-Z_]+)$/;
const secret = /TOKEN|SECRET|PASSWORD|API_KEY/;

async function run(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = Bun.spawn([...command], {
    env: { ...process.env, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, exitCode] = await Promise.all([
    child.stdout.text(),
    child.stderr.text(),
    child.exited,
  ]);
  return { exitCode, output: out + err };
}

describe("Dockerfile", () => {
  const instructions = readDockerfile(dockerfileText);
  const values = (name: string) =>
    instructions.filter((item) => item.name === name).map(({ value }) => value);
  const finalStage = instructions.slice(instructions.findLastIndex((item) => item.name === "FROM"));
  const finalValue = (name: string) => finalStage.findLast((item) => item.name === name)?.value;

  test("every stage starts from the pinned Bun image", () => {
    const images = values("FROM").map((value) => value.split(" ")[0]);
    expect(images).toEqual([`oven/bun:${bunVersion}-slim`, `oven/bun:${bunVersion}-slim`]);
  });

  test("it installs what the lock file says, without what only tests need", () => {
    expect(values("RUN")).toContain("bun install --frozen-lockfile --production");
  });

  test("what it runs is the built program alone, without its source", () => {
    expect(values("RUN")).toContain("bun run build /app");
    const copied = finalStage.filter(({ name }) => name === "COPY").map(({ value }) => value);
    expect(copied).toEqual(["--from=build /app ./", "LICENSE ./", "flows /bot"]);
  });

  test("it runs as a numbered user that is not root", () => {
    expect(finalValue("USER")).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  test("health is asked at /healthz, by a program that the image has", () => {
    expect(finalValue("HEALTHCHECK")).toMatch(/ CMD \["bun", "-e", ".*\/healthz.*"\]$/);
  });

  test("what it starts exists and its commands are exec form, so that signals arrive", () => {
    expect(finalValue("ENTRYPOINT")).toBe('["bun", "sapa.js"]');
    expect(finalValue("CMD")).toBe('["run", "/bot"]');
  });

  test("no secret is baked in", () => {
    const names = [...values("ENV"), ...values("ARG")].join(" ").match(/[A-Z0-9_]+(?==)/g) ?? [];
    expect(names).toContain("SAPA_DATA");
    expect(names.filter((name) => secret.test(name))).toEqual([]);
  });
});

describe("compose.yaml", () => {
  const service = z.object({
    image: z.string(),
    healthcheck: z.object({ test: z.array(z.string()) }),
    environment: z.record(z.string(), z.string()),
    volumes: z.array(z.string()),
    ports: z.array(z.string()),
    read_only: z.literal(true),
    cap_drop: z.tuple([z.literal("ALL")]),
    security_opt: z.array(z.string()),
    stop_grace_period: z.string().optional(),
    restart: z.string(),
  });
  const compose = z
    .object({
      services: z.object({ sapa: service, caddy: service }).strict(),
      volumes: z.record(z.string(), z.object({})),
    })
    .parse(parse(composeText, { version: "1.1", merge: true }));
  const { sapa, caddy } = compose.services;

  test("every image has an exact version", () => {
    for (const { image } of [sapa, caddy]) expect(image).toMatch(/:\d+\.\d+\.\d+(-[a-z]+)?$/);
  });

  test("every service is checked, locked down and comes back", () => {
    for (const item of [sapa, caddy]) {
      expect(item.healthcheck.test[0]).toBe("CMD");
      expect(item.security_opt).toContain("no-new-privileges:true");
      expect(item.restart).toBe("unless-stopped");
    }
  });

  test("only Caddy is public; the console stays on the machine", () => {
    expect(sapa.ports).toEqual(["127.0.0.1:8080:8080"]);
    expect(caddy.ports).toEqual(["80:80", "443:443", "443:443/udp"]);
  });

  test("data lives in a named volume, the bot's folder is read-only", () => {
    expect(sapa.volumes).toEqual(["data:/data", "../flows:/bot:ro"]);
    expect(Object.keys(compose.volumes).toSorted()).toEqual(["caddy-config", "caddy-data", "data"]);
  });

  test("the stop is longer than the drain", () => {
    expect(sapa.stop_grace_period).toBe(`${stopSeconds}s`);
  });

  test("no value of a secret stands in it, and every variable is a public one", () => {
    const names = [...Object.keys(sapa.environment), ...Object.keys(caddy.environment)];
    expect(names.filter((name) => secret.test(name) || !known.test(name))).toEqual([]);
  });

  const hasCompose = isAvailable({
    name: "compose",
    isPresent:
      Bun.which("docker") !== null &&
      Bun.spawnSync(["docker", "compose", "version"], { stdout: "ignore", stderr: "ignore" })
        .exitCode === 0,
    hint: "docker compose is not installed; it would read compose.yaml itself",
  });
  test.skipIf(!hasCompose)("docker compose reads it", async () => {
    const file = resolve(folder, "compose.yaml");
    const command = ["docker", "compose", "-f", file, "config", "--quiet", "--no-env-resolution"];
    const { exitCode, output } = await run(command, { SAPA_DOMAIN: "bot.example" });
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  });
});

test("env.example names public variables and holds no value", async () => {
  const lines = (await read("env.example")).split("\n").filter((line) => /^#?[A-Z]/.test(line));
  expect(lines.length).toBeGreaterThan(4);
  for (const line of lines) {
    const [, name = "", value] = /^#?([A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
    expect(name).toMatch(known);
    expect(value).toBe("");
  }
});

describe("Caddyfile", () => {
  const code = caddyText.replace(/^\s*#.*$/gm, "");

  test("its braces match", () => {
    let depth = 0;
    // A placeholder such as {$NAME} is no block.
    for (const mark of code.replace(/\{\$[A-Z_]+\}/g, "").match(/[{}]/g) ?? []) {
      depth += mark === "{" ? 1 : -1;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
  });

  test("it hands on /webhooks/ alone, with a bounded body, and answers 404 to the rest", () => {
    expect(code.match(/\bhandle\b.*\{/g)).toEqual(["handle /webhooks/* {", "handle {"]);
    expect(code.match(/reverse_proxy .+(?= \{)/g)).toEqual(["reverse_proxy sapa:8080"]);
    expect(code).toMatch(/request_body \{\s*max_size \d+MiB\s*\}/);
    expect(code).toMatch(/handle \{\s*respond 404\s*\}/);
  });

  const caddy = Bun.which("caddy");
  const hasCaddy = isAvailable({
    name: "caddy",
    isPresent: caddy !== null,
    hint: "caddy is not installed; `caddy validate` would read the Caddyfile itself",
  });
  test.skipIf(!hasCaddy)("caddy accepts it", async () => {
    const file = resolve(folder, "Caddyfile");
    const command = ["caddy", "validate", "--adapter", "caddyfile", "--config", file];
    const { exitCode, output } = await run(command, { SAPA_DOMAIN: "bot.example" });
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  });
});

describe("sapa.service", () => {
  const settings = readUnit(unitText);
  const values = (key: string) =>
    settings.filter((setting) => setting.key === key).map(({ value }) => value);

  test("it comes back always, but for a wrong setting, and waits for the drain", () => {
    expect(values("Restart")).toEqual(["always"]);
    expect(values("RestartPreventExitStatus")).toEqual(["2"]);
    expect(values("TimeoutStopSec")).toEqual([`${stopSeconds}`]);
  });

  test("it has a folder of its own and gets its secrets as a credential", () => {
    expect(values("DynamicUser")).toEqual(["yes"]);
    expect(values("StateDirectory")).toEqual(["sapa"]);
    expect(values("LoadCredential")).toEqual(["sapa.env:/etc/sapa/sapa.env"]);
    expect(values("ExecStart").join()).toContain("--env-file=%d/sapa.env");
    expect(values("Environment").filter((value) => secret.test(value))).toEqual([]);
  });

  test("the process is locked into its own folder and its own capabilities, which are none", () => {
    const yes = ["NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "PrivateUsers"];
    for (const key of [...yes, "RestrictNamespaces", "RestrictSUIDSGID", "LockPersonality"])
      expect([key, ...values(key)]).toEqual([key, "yes"]);
    expect(values("ProtectSystem")).toEqual(["strict"]);
    expect(values("CapabilityBoundingSet")).toEqual([""]);
    expect(values("SystemCallFilter")).toEqual(["@system-service", "~@privileged @resources"]);
  });

  test("it leaves the JIT alone", () => {
    expect(values("MemoryDenyWriteExecute")).toEqual([]);
  });

  const hasAnalyze = isAvailable({
    name: "systemd-analyze",
    isPresent: Bun.which("systemd-analyze") !== null,
    hint: "systemd is not installed; it would verify and rate the unit",
  });
  test.skipIf(!hasAnalyze)("systemd rates its exposure at 1.5 of 10 or less", async () => {
    const file = resolve(folder, "sapa.service");
    const command = ["systemd-analyze", "security", "--offline=true", "--threshold=15", file];
    const { exitCode, output } = await run([...command, "--no-pager"]);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  });
  test.skipIf(!hasAnalyze)("systemd finds no unknown setting in it", async () => {
    const file = resolve(folder, "sapa.service");
    const { output } = await run(["systemd-analyze", "verify", "--recursive-errors=no", file]);
    // A machine without the program or the folders says so too; only the unit's own lines count.
    expect(output.split("\n").filter((line) => /sapa\.service:\d+:/.test(line))).toEqual([]);
  });
});

describe("the readers", () => {
  test("a Dockerfile's continued lines are one instruction, comments between them none", () => {
    const text = "from a:1 AS b\nENV A=1 \\\n# why\n    B=2\n\n# end\nUSER 1:1\n";
    expect(readDockerfile(text)).toEqual([
      { name: "FROM", value: "a:1 AS b" },
      { name: "ENV", value: "A=1 B=2" },
      { name: "USER", value: "1:1" },
    ]);
  });

  test("a unit's line that is no setting is refused", () => {
    expect(readUnit("[Service]\n# why\nA=1\nA=\n")).toEqual([
      { section: "Service", key: "A", value: "1" },
      { section: "Service", key: "A", value: "" },
    ]);
    expect(() => readUnit("[Service]\nRestart always\n")).toThrow("not a unit line");
  });
});
