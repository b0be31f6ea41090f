import type { BuiltIn } from "#core/app/built-in.ts";

/**
 * The module that takes the place of `built-in.ts` in what is built: the same exports, over a table
 * of the plugins. Each is loaded when a bot asks for it, like before.
 */
export function writeBuiltIn(
  { version, bun }: Pick<BuiltIn, "version" | "bun">,
  build: string,
  plugins: readonly string[],
): string {
  const names = plugins.toSorted();
  const lines = names.map(
    (name) =>
      `  ${JSON.stringify(name)}: () => import(${JSON.stringify(`#plugins/${name}/index.ts`)}),`,
  );
  return `const table = {
${lines.join("\n")}
};
export const builtIn = {
  version: ${JSON.stringify(version)},
  bun: ${JSON.stringify(bun)},
  build: ${JSON.stringify(build)},
  program: Bun.main,
  plugins: ${JSON.stringify(names)},
  importPlugin: (name) => (Object.hasOwn(table, name) ? table[name]() : undefined),
};
`;
}
