import { posix } from "node:path";
import { barrels, type Layer, layers, libraries, testLibraries } from "./layers.ts";
import { type ImportedModule, readImports } from "./read-imports.ts";

const isTest = (path: string) => path.endsWith(".test.ts");
const isKit = (path: string) => path.startsWith("core/plugin/testing/");

/**
 * Returns one finding, `path:line: what is wrong`, for each import of a file that breaks the layers.
 * `path` is relative to the repository, with `/`. Files outside `core` and `plugins` may import
 * anything, but leave their folder by name like all others.
 */
export function checkImports(path: string, text: string): readonly string[] {
  return readImports(text).flatMap((imported) => {
    const problem = judge(path, imported);
    return problem === undefined ? [] : [`${path}:${imported.line}: ${problem}`];
  });
}

/** Returns the repository path that a specifier of `path` stands for, or undefined for a library. */
export function resolveImport(path: string, specifier: string): string | undefined {
  if (specifier.startsWith("./")) return posix.join(posix.dirname(path), specifier);
  if (specifier === "sapa/plugin") return "core/plugin/index.ts";
  if (specifier === "sapa/plugin/testing") return "core/plugin/testing/index.ts";
  return specifier.startsWith("#") ? specifier.slice(1) : undefined;
}

function judge(path: string, imported: ImportedModule): string | undefined {
  const { specifier } = imported;
  if (/(^|\/)\.\.(\/|$)/.test(specifier))
    return `"${specifier}" climbs; write #core/<folder>/<file>`;
  if (path.startsWith("plugins/")) return judgePlugin(path, specifier);
  if (!path.startsWith("core/")) return undefined;
  if (imported.isReExport && !barrels.includes(path)) return "only core/plugin re-exports";
  return judgeCore(path, specifier);
}

function judgeCore(path: string, specifier: string): string | undefined {
  const folder = path.split("/")[1] ?? "";
  const layer = layers[folder];
  if (layer === undefined) return `core/${folder} is not in the table of layers`;
  const target = resolveImport(path, specifier);
  if (target === undefined) return judgeLibrary(path, layer, specifier);
  if (target.startsWith("plugins/")) return "core names no plugin; core/app loads them by name";
  const other = target.split("/")[1] ?? "";
  if (!target.startsWith("core/")) return `"${specifier}" is outside core`;
  if (other === folder || layer.folders.includes(other)) return undefined;
  if (isTest(path) && layer.testFolders.includes(other)) return undefined;
  return `core/${folder} may not import core/${other}`;
}

function judgePlugin(path: string, specifier: string): string | undefined {
  const own = path.split("/").slice(0, 2).join("/");
  if (specifier === "sapa/plugin") return undefined;
  if (specifier === "sapa/plugin/testing")
    return isTest(path) ? undefined : "only a plugin's tests see sapa/plugin/testing";
  const target = resolveImport(path, specifier);
  if (target === undefined) {
    const anyNode: Layer = { folders: [], testFolders: [], node: "any", bun: true };
    return judgeLibrary(path, anyNode, specifier);
  }
  return target.startsWith(`${own}/`)
    ? undefined
    : "a plugin sees sapa/plugin and itself, nothing else";
}

function judgeLibrary(path: string, layer: Layer, specifier: string): string | undefined {
  if (isTest(path) && /^(bun$|bun:|node:)/.test(specifier)) return undefined;
  if (specifier === "bun:test") return isKit(path) ? undefined : "bun:test is for tests";
  if (/^bun($|:)/.test(specifier))
    return layer.bun ? undefined : `${specifier} in a runtime-neutral folder`;
  if (specifier.startsWith("node:"))
    return layer.node === "any" || layer.node.includes(specifier)
      ? undefined
      : `${specifier} in a pure folder`;
  return judgePackage(path, /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
}

function judgePackage(path: string, name: string): string | undefined {
  if (testLibraries.includes(name))
    return isTest(path) || isKit(path) ? undefined : `${name} is for tests`;
  const homes = libraries[name];
  if (homes !== undefined)
    return homes.some((home) => matchesPrefix(path, home)) ? undefined : `${name} is not for here`;
  return path.startsWith("plugins/") ? undefined : `library ${name} is not in the table`;
}

function matchesPrefix(path: string, prefix: string): boolean {
  const parts = path.split("/");
  return prefix
    .split("/")
    .filter((part) => part !== "")
    .every((part, index) => part === "*" || part === parts[index]);
}
