import { resolve } from "node:path";
import { Glob } from "bun";

/** The checkout that the tests look at, absolute. */
export const repository = resolve(import.meta.dir, "..");

/** Returns the TypeScript files of the project, relative to it, sorted; fixtures are data, not code. */
export function sourceFiles(): readonly string[] {
  return filesOf("{core,plugins,test}/**/*.{ts,tsx}");
}

/** Returns the style sheets of the project, likewise. */
export function styleFiles(): readonly string[] {
  return filesOf("{core,plugins,test}/**/*.css");
}

function filesOf(pattern: string): readonly string[] {
  const files = new Glob(pattern).scanSync({ cwd: repository });
  return [...files].filter((path) => !/(^|\/)(node_modules|fixtures)\//.test(path)).toSorted();
}
