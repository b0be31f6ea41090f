import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { type Counts, countStep, readJunit, readSummary, summaryLine } from "./counts.ts";
import { repository } from "./source-files.ts";

/** What `bun run test` does after installing: every step even if one fails, then one line of counts. */
interface Step {
  readonly title: string;
  /** Arguments for this Bun: nothing is looked up in PATH, where another Bun or none may be. */
  readonly command: readonly string[];
  /** Reads the step's counts once it has ended; `output` is what it wrote to stdout. */
  readonly count: (output: string) => Promise<Counts | undefined>;
}

const junitFile = resolve(repository, "coverage/junit.xml");

const steps: readonly Step[] = [
  {
    title: "check: format, types, lint, dead code",
    command: ["run", "check"],
    count: async () => ({ passed: 0, failed: 0, skipped: 0 }),
  },
  {
    title: "unit tests",
    command: ["test", "--coverage", "--reporter=junit", `--reporter-outfile=${junitFile}`],
    count: async () => {
      const report = Bun.file(junitFile);
      return (await report.exists()) ? readJunit(await report.text()) : undefined;
    },
  },
  {
    title: "flow tests",
    command: ["core/app/main.ts", "test", "flows"],
    count: async (output) => readSummary(output),
  },
];

async function runStep(step: Step): Promise<Counts> {
  console.log(`\n── ${step.title}`);
  const child = Bun.spawn([process.execPath, ...step.command], {
    cwd: repository,
    stdout: "pipe",
    stderr: "inherit",
    stdin: "ignore",
  });
  const decoder = new TextDecoder();
  let output = "";
  for await (const chunk of child.stdout) {
    process.stdout.write(chunk);
    output += decoder.decode(chunk, { stream: true });
  }
  const exitCode = await child.exited;
  const counts = countStep(exitCode, await step.count(output));
  if (exitCode !== 0) console.log(`── ${step.title}: exit code ${exitCode}`);
  return counts;
}

if (import.meta.main) {
  await rm(junitFile, { force: true });
  const results: Counts[] = [];
  for (const step of steps) results.push(await runStep(step));
  process.exitCode = results.some((counts) => counts.failed > 0) ? 1 : 0;
  console.log(`\n${summaryLine(results)}`);
}
