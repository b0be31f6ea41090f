import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What the program brings with it. */
export interface BuiltIn {
  readonly version: string;
  /** The versions of Bun that it is for, as a range; undefined: nobody says. */
  readonly bun: string | undefined;
  /** Names what was built, by its content; undefined in a checkout: its code may change. */
  readonly build: string | undefined;
  /** The file that Bun runs to start the program once more. */
  readonly program: string;
  /** The names of its plugins, sorted. */
  readonly plugins: readonly string[];
  /** Imports one of its plugins; undefined if it has none of that name. */
  importPlugin(name: string): Promise<unknown> | undefined;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const entryOf = (name: string) => join(root, "plugins", name, "index.ts");

/**
 * What this checkout has on the disk. `build/write-built-in.ts` puts a module of the same exports in
 * the place of this one, with a table in it: what is built has no folders to look into.
 */
export const builtIn: BuiltIn = {
  get version() {
    return textAt(readManifest(), "version") ?? "unknown";
  },
  get bun() {
    const manifest = readManifest();
    return isObject(manifest) ? textAt(manifest["engines"], "bun") : undefined;
  },
  build: undefined,
  program: join(root, "core/app/main.ts"),
  get plugins() {
    const names = readdirSync(join(root, "plugins"));
    return names.filter((name) => existsSync(entryOf(name))).toSorted();
  },
  importPlugin(name) {
    const entry = entryOf(name);
    return existsSync(entry) ? import(pathToFileURL(entry).href) : undefined;
  },
};

function readManifest(): unknown {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
}

/** By hand: a schema library would take longer to load than everything else here. */
function textAt(value: unknown, key: string): string | undefined {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === "string" ? found : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
