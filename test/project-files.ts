import { resolve } from "node:path";
import { Glob } from "bun";
import { repository } from "./source-files.ts";

const isLocal = (path: string) => /^(node_modules|data|coverage|\.git)\/|(^|\/)\.env$/.test(path);

/**
 * Returns the files that belong to the project, relative to it: what Git tracks or would track, or,
 * in a copy without Git, every file but the local ones.
 */
export async function projectFiles(): Promise<readonly string[]> {
  const git = Bun.which("git");
  if (git !== null) {
    const command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const child = Bun.spawn(command, { cwd: repository, stdout: "pipe", stderr: "ignore" });
    const names = (await child.stdout.text()).split("\0").filter((name) => name !== "");
    if ((await child.exited) === 0 && names.length > 0) return await present(names);
  }
  const all = new Glob("**/*").scanSync({ cwd: repository, dot: true });
  return [...all].filter((path) => !isLocal(path)).toSorted();
}

/** A file that was deleted and not yet committed is still listed by Git. */
async function present(names: readonly string[]): Promise<readonly string[]> {
  const exists = await Promise.all(
    names.map((name) => Bun.file(resolve(repository, name)).exists()),
  );
  return names.filter((_, index) => exists[index]).toSorted();
}
