/**
 * The direction of imports, as a table: a folder of `core` may import itself and what stands here.
 * Mirrors the drawing in the architecture page: down only, neighbours on a row are strangers.
 */
export interface Layer {
  /** Folders of `core` that any file may import. */
  readonly folders: readonly string[];
  /** Folders that only `*.test.ts` files may import on top of them. */
  readonly testFolders: readonly string[];
  /** `node:` modules: a list, or any of them. */
  readonly node: "any" | readonly string[];
  /** Whether the `Bun` runtime's own modules may be imported. */
  readonly bun: boolean;
}

const pureNode = ["node:buffer", "node:crypto", "node:path", "node:util"];
const kit = ["plugin"];
const faceFolders = ["lib", "model", "log", "flow", "engine"];
const face: Layer = {
  folders: faceFolders,
  testFolders: ["plugin", "store"],
  node: "any",
  bun: true,
};

/** Folder of `core` → what it may import. A folder that is missing here may not exist. */
export const layers: Readonly<Record<string, Layer>> = {
  lib: { folders: [], testFolders: [], node: pureNode, bun: false },
  model: { folders: ["lib"], testFolders: kit, node: pureNode, bun: false },
  flow: { folders: ["lib", "model"], testFolders: kit, node: pureNode, bun: false },
  gate: { folders: ["lib", "model"], testFolders: kit, node: pureNode, bun: false },
  store: { folders: ["lib", "model"], testFolders: kit, node: "any", bun: false },
  plugin: { folders: ["lib", "model"], testFolders: [], node: "any", bun: true },
  config: { folders: ["lib", "model"], testFolders: kit, node: "any", bun: true },
  log: { folders: ["lib", "model"], testFolders: kit, node: "any", bun: true },
  engine: {
    folders: ["lib", "model", "log", "flow", "gate", "store", "plugin"],
    testFolders: [],
    node: "any",
    bun: true,
  },
  ops: face,
  http: face,
  console: face,
  app: {
    folders: [...faceFolders, "gate", "store", "plugin", "config", "ops", "http", "console"],
    testFolders: [],
    node: "any",
    bun: true,
  },
};

/** Library → the path prefixes that may import it. `*` stands for one folder name. */
export const libraries: Readonly<Record<string, readonly string[]>> = {
  zod: Object.keys(layers)
    .filter((name) => name !== "gate")
    .map((name) => `core/${name}/`)
    .concat("plugins/"),
  "htmx.org": ["core/console/"],
  hono: ["core/http/", "core/console/", "plugins/*/fake/"],
  "drizzle-orm": ["core/store/"],
  "better-sqlite3": ["core/store/"],
  yaml: ["core/flow/", "core/config/"],
  "@marcbachmann/cel-js": ["core/flow/"],
  re2js: ["core/flow/"],
  commander: ["core/app/"],
  unpdf: ["core/app/knowledge/"],
  openai: ["plugins/ai-openai/"],
  ollama: ["plugins/ai-ollama/"],
  "@microsoft/microsoft-graph-client": ["plugins/ai-copilot/"],
  "@azure/msal-node": ["plugins/ai-copilot/"],
};

/** Libraries of tests: any `*.test.ts`, and the conformance kit, which is only run by tests. */
export const testLibraries: readonly string[] = ["fast-check", "ajv", "@copilotkit/aimock"];

/** The two files that gather other files' exports for plugins; every other re-export is a barrel. */
export const barrels: readonly string[] = ["core/plugin/index.ts", "core/plugin/testing/index.ts"];
