import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assetNames, findAsset } from "#core/console/assets.ts";
import { writeAssets } from "./write-assets.ts";

test("a built program has the very files of the console's pages", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sapa-assets-"));
  try {
    writeFileSync(join(folder, "assets.mjs"), await writeAssets());
    const built: typeof import("#core/console/assets.ts") = await import(
      join(folder, "assets.mjs")
    );
    expect(built.assetNames).toEqual(assetNames);
    expect(assetNames.length).toBeGreaterThan(0);
    for (const name of assetNames)
      expect(await built.findAsset(name)).toEqual(await findAsset(name));
    expect(built.findAsset("nothing")).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
