import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { type Counts, countStep, readJunit, readSummary, summaryLine } from "./counts.ts";
import { compareFailures, type Failure, readFailCount, readFailures } from "./failures.ts";
import { repository } from "./source-files.ts";

interface Ended {
  readonly exitCode: number;
  /** What it wrote, both streams together. */
  readonly output: string;
}

/** What `bun run test` does after installing: every step even if one fails, then one line of counts. */
interface Step {
  readonly title: string;
  /** Arguments for this Bun: nothing is looked up in PATH, where another Bun or none may be. */
  readonly command: readonly string[];
  readonly count: (ended: Ended) => Promise<Counts>;
}

/** More than this many failures are a fault, not an unsteady test. */
const fewFailures = 3;

/** For tests that name no time of their own: how busy the machine is says nothing of the code. */
const patience = ["--timeout", "60000"];

const junitFile = resolve(repository, "coverage/junit.xml");
const againFile = resolve(repository, "coverage/junit-again.xml");

const reportTo = (file: string) => ["--reporter=junit", `--reporter-outfile=${file}`];

const steps: readonly Step[] = [
  {
    title: "check: format, types, lint, dead code",
    command: ["run", "check"],
    count: async ({ exitCode }) => countStep(exitCode, { passed: 0, failed: 0, skipped: 0 }),
  },
  {
    title: "unit tests",
    command: ["test", ...patience, "--coverage", ...reportTo(junitFile)],
    count: countUnitTests,
  },
  {
    title: "flow tests",
    command: ["core/app/main.ts", "test", "flows"],
    count: async ({ exitCode, output }) => countStep(exitCode, readSummary(output)),
  },
];

async function countUnitTests({ exitCode, output }: Ended): Promise<Counts> {
  const xml = await readReport(junitFile);
  const counts = readJunit(xml);
  const failures = readFailures(xml);
  if (exitCode === 0 || counts === undefined) return countStep(exitCode, counts);
  tell("failed", failures);
  // What failed outside every test is in no report, and is never played again.
  const isAllNamed = failures.length > 0 && readFailCount(output) === failures.length;
  if (!isAllNamed || failures.length > fewFailures) return countStep(exitCode, counts);
  const again = await playAgain(failures);
  const { unsteady, failed } = compareFailures(failures, again);
  tell("unsteady (failed beside all others, passed alone): mend it", unsteady);
  tell("failed again", failed);
  const passed = counts.passed + unsteady.length;
  return countStep(again.exitCode, { ...counts, passed, failed: failed.length });
}

/** Plays the files of the failed tests once more, by themselves. */
async function playAgain(failures: readonly Failure[]) {
  const files = [...new Set(failures.map(({ file }) => `./${file}`))];
  console.log("\n── the same files again, alone");
  const { exitCode } = await play(["test", ...patience, ...reportTo(againFile), ...files]);
  return { exitCode, failures: readFailures(await readReport(againFile)) };
}

function tell(what: string, failures: readonly Failure[]): void {
  for (const { file, line, name, reason } of failures)
    console.log(`── ${what}: ${file}:${line} ${name}: ${reason}`);
}

async function readReport(path: string): Promise<string> {
  const report = Bun.file(path);
  return (await report.exists()) ? await report.text() : "";
}

async function play(command: readonly string[]): Promise<Ended> {
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: repository,
    stdout: "pipe",
    stderr: "pipe",
    stdin: "ignore",
  });
  const [written, told] = await Promise.all([
    pass(child.stdout, process.stdout),
    pass(child.stderr, process.stderr),
  ]);
  return { exitCode: await child.exited, output: `${written}\n${told}` };
}

async function pass(from: ReadableStream<Uint8Array>, to: NodeJS.WriteStream): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of from) {
    to.write(chunk);
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

async function runStep(step: Step): Promise<Counts> {
  console.log(`\n── ${step.title}`);
  const ended = await play(step.command);
  const counts = await step.count(ended);
  if (ended.exitCode !== 0) console.log(`── ${step.title}: exit code ${ended.exitCode}`);
  return counts;
}

if (import.meta.main) {
  await Promise.all([junitFile, againFile].map((path) => rm(path, { force: true })));
  const results: Counts[] = [];
  for (const step of steps) results.push(await runStep(step));
  process.exitCode = results.some((counts) => counts.failed > 0) ? 1 : 0;
  console.log(`\n${summaryLine(results)}`);
}
