import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { loadSecretKey } from "./secret-key.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-key-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const load = (seed: number, configured?: string) =>
  loadSecretKey({
    configured,
    file: join(folder, "secret.key"),
    random: new SeededRandom(seed),
  });

describe("the secret key", () => {
  test("is made on the first start, for its owner's eyes only, and kept", () => {
    const first = load(1);
    expect(first).toHaveLength(32);
    expect(statSync(join(folder, "secret.key")).mode & 0o777).toBe(0o600);
    expect(Buffer.from(load(2))).toEqual(Buffer.from(first));
  });

  test("comes from the environment in hex or base64, and then no file is made", () => {
    const bytes = Buffer.alloc(32, 7);
    expect(Buffer.from(load(1, bytes.toString("hex")))).toEqual(bytes);
    expect(Buffer.from(load(1, bytes.toString("base64")))).toEqual(bytes);
    expect(Buffer.from(load(1, bytes.toString("base64url")))).toEqual(bytes);
    expect(() => statSync(join(folder, "secret.key"))).toThrow();
  });

  test("is not made for who only looks", () => {
    const file = join(folder, "secret.key");
    const look = { configured: undefined, file, random: new SeededRandom(3), isReadOnly: true };
    expect(() => loadSecretKey(look)).toThrow(/cannot be read/);
    expect(() => statSync(file)).toThrow();
    expect(Buffer.from(load(1))).toEqual(Buffer.from(loadSecretKey(look)));
  });

  test("is never replaced when its file is damaged", () => {
    load(1);
    const file = join(folder, "secret.key");
    writeFileSync(file, "cut off");
    expect(() => load(2)).toThrow(/holds no key of 32 bytes/);
    expect(readFileSync(file, "utf8")).toBe("cut off");
  });
});
