import { createQuietLog } from "sapa/plugin/testing";
import { realClock } from "#core/app/real-clock.ts";
import { realNet } from "#core/app/real-net.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Counts } from "#test/counts.ts";
import { liveChecks } from "./live-checks.ts";
import type { LiveSubject } from "./live-subjects.ts";

/** A cold start of a model on a small machine fits in. */
const checkMs = 5 * minuteMs;
const signInMs = 15 * minuteMs;

/** Asks every vendor whose variables are set; each other one is skipped with a line that says why. */
export async function runLive(
  subjects: readonly LiveSubject[],
  variables: Readonly<Record<string, string | undefined>>,
  print: (line: string) => void,
): Promise<Counts> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const subject of subjects) {
    const unset = subject.needs.filter((name) => (variables[name] ?? "") === "");
    if (unset.length > 0) {
      counts.skipped += 1;
      print(`- ${subject.name}: skipped, ${unset.join(" and ")} not set`);
      continue;
    }
    const { passed, failed } = await runSubject(subject, variables, print);
    counts.passed += passed;
    counts.failed += failed;
  }
  return counts;
}

async function runSubject(
  { name, plugin, settings }: LiveSubject,
  variables: Readonly<Record<string, string | undefined>>,
  print: (line: string) => void,
): Promise<Omit<Counts, "skipped">> {
  const stop = new AbortController();
  let passed = 0;
  let failed = 0;
  try {
    const provider = plugin.create(createContext(stop.signal), name, settings(variables));
    await signIn(provider, print);
    for (const { name: what, appliesTo, run } of liveChecks) {
      if (appliesTo?.(provider) === false) continue;
      try {
        await run(provider, AbortSignal.timeout(checkMs));
        passed += 1;
        print(`✓ ${name} (${provider.model}) ${what}`);
      } catch (error) {
        failed += 1;
        print(`✗ ${name} (${provider.model}) ${what}: ${errorText(error)}`);
      }
    }
  } catch (error) {
    failed += 1;
    print(`✗ ${name}: ${errorText(error)}`);
  } finally {
    stop.abort();
  }
  return { passed, failed };
}

/** Where it answers as a person, somebody has to sign in: for this run alone, nothing is kept. */
async function signIn({ name, signIn: door }: AiProvider, print: (line: string) => void) {
  await door?.begin(
    ({ url, code }) => print(`  ${name}: open ${url} and type ${code}`),
    AbortSignal.timeout(signInMs),
  );
}

function createContext(signal: AbortSignal) {
  const kept = new Map<string, Json>();
  return {
    log: createQuietLog(),
    clock: realClock,
    random: createRealRandom(),
    net: realNet,
    files: { read: () => Promise.resolve(undefined) },
    signal,
    values: {
      get: (key: string) => Promise.resolve(kept.get(key)),
      set(key: string, value: Json | undefined) {
        if (value === undefined) kept.delete(key);
        else kept.set(key, value);
        return Promise.resolve();
      },
    },
  };
}
