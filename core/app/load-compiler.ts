type Compiler = Pick<
  typeof import("#core/flow/compile-flows.ts"),
  "compileBundle" | "compileFlows" | "compileRevision"
>;

let loaded: Compiler | undefined;

/**
 * Loads what reads, checks and compiles flows: half of the program. A bot whose flows were found good
 * before starts, and waits for its first message, without it.
 */
export async function loadCompiler(): Promise<Compiler> {
  loaded ??= await import("#core/flow/compile-flows.ts");
  return loaded;
}

/** Loads it if it is not there, for when there is the first work for a flow; undefined: it is. */
export function prepareCompiler(): Promise<unknown> | undefined {
  return loaded === undefined ? loadCompiler() : undefined;
}

/** The same where there is no time to wait: nobody gets work before `prepareCompiler`. */
export function loadedCompiler(): Compiler {
  if (loaded === undefined) throw new Error("a flow is used before the compiler was loaded");
  return loaded;
}
