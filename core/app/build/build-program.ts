import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Glob } from "bun";
import { builtIn } from "#core/app/built-in.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import { writeAssets } from "./write-assets.ts";
import { writeBuiltIn } from "./write-built-in.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/**
 * Libraries that lie beside the program, with their parts: one has an addon, the other is a module that
 * knows its own place.
 */
const libraries: ReadonlyMap<string, readonly string[]> = new Map([
  ["better-sqlite3", ["lib", "prebuilds"]],
  ["unpdf", ["dist/index.mjs", "dist/pdfjs.mjs"]],
]);

/** The kits of vendors: each becomes a file of its own, which only a bot that asks that vendor loads. */
const kits = ["@azure/msal-node", "@microsoft/microsoft-graph-client", "ollama/browser", "openai"];
const form = {
  target: "bun",
  format: "cjs",
  bytecode: true,
  // Names stay as they are, for the stack of a bug.
  minify: { whitespace: true, syntax: true, identifiers: false },
  throw: false,
} as const;

/**
 * Builds the whole program into a folder that needs nothing but Bun: `sapa.js`, the code that Bun
 * compiled for it (`sapa.js.jsc`, which another version of Bun passes over), and the libraries
 * that cannot or need not be part of it. What was in the folder is gone. Throws `BUILD_FAILED`.
 */
export async function buildProgram(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const build = await nameBuild();
  const assets = await writeAssets();
  await bundle({
    ...form,
    entrypoints: [join(root, "core/app/main.ts")],
    outdir: folder,
    naming: { entry: "sapa.[ext]" },
    external: [...libraries.keys(), ...kits],
    plugins: [
      {
        name: "built-in",
        setup(bundler) {
          bundler.onLoad({ filter: /[\\/]core[\\/]app[\\/]built-in\.ts$/ }, () => ({
            contents: writeBuiltIn(builtIn, build, builtIn.plugins),
            loader: "js",
          }));
          bundler.onLoad({ filter: /[\\/]core[\\/]console[\\/]assets\.ts$/ }, () => ({
            contents: assets,
            loader: "js",
          }));
        },
      },
    ],
  });
  for (const [name, parts] of libraries) {
    await copyLibrary(name, parts, join(folder, "node_modules", name));
  }
  for (const kit of kits) await buildKit(kit, join(folder, "node_modules"));
}

async function bundle(options: Bun.BuildConfig): Promise<void> {
  const { success, logs } = await Bun.build(options);
  if (!success) throw new BotError("BUILD_FAILED", logs.map(String).join("\n"));
}

/** A kit with all that it needs as one file, where its name leads. */
async function buildKit(kit: string, modules: string): Promise<void> {
  await bundle({
    ...form,
    entrypoints: [Bun.resolveSync(kit, root)],
    outdir: join(modules, kit),
    naming: { entry: "index.[ext]" },
  });
  const library = kit.replace(/\/browser$/, "");
  await cp(join(root, "node_modules", library, "LICENSE"), join(modules, library, "LICENSE"));
}

/** A name that changes with anything that the program is made of. */
async function nameBuild(): Promise<string> {
  const found = [...new Glob("{core,plugins}/**/*.{ts,tsx,css,js,svg}").scanSync({ cwd: root })];
  const files = found.filter((path) => !path.endsWith(".test.ts")).toSorted();
  const texts = [...files, "bun.lock"].map((path) => Bun.file(join(root, path)).text());
  return sha256Hex(JSON.stringify([files, await Promise.all(texts)]));
}

/** A library as it is installed, without what only its own building needs. */
async function copyLibrary(name: string, parts: readonly string[], to: string): Promise<void> {
  const from = join(root, "node_modules", name);
  await mkdir(to, { recursive: true });
  for (const part of ["package.json", "LICENSE", ...parts]) {
    await cp(join(from, part), join(to, part), { recursive: true });
  }
}
