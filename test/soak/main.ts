import { parseArgs } from "node:util";
import { runSoak } from "./run-soak.ts";
import type { Slope } from "./slope.ts";

const usage = "bun run soak [--minutes 20] [--warm-up 10] [--fill 200] [--pages 20] [--every 7]";
/** Most that the process may grow by, in megabytes an hour. */
const maxPerHour = 1;
const minuteMs = 60_000;

/** Minutes that count, minutes before them, acts before those, pages, seconds between acts of one. */
function readOptions(args: readonly string[]) {
  const text = (value: string) => ({ type: "string", default: value }) as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: text("20"),
        "warm-up": text("10"),
        fill: text("200"),
        pages: text("20"),
        every: text("7"),
      },
    });
    const [minutes = 0, warmUp = 0, fill = 0, pages = 0, every = 0] = Object.values({
      a: values.minutes,
      b: values["warm-up"],
      c: values.fill,
      d: values.pages,
      e: values.every,
    }).map(Number);
    const isGood =
      pages >= 1 && pages <= 50 && every > 0 && warmUp >= 0 && fill >= 0 && minutes > 0;
    return isGood ? { minutes, warmUp, fill, pages, every } : undefined;
  } catch {
    return undefined;
  }
}

function slopeText(slope: Slope | undefined): string {
  if (slope === undefined) return "too few readings";
  return `${slope.perHour.toFixed(2)} ± ${slope.error.toFixed(2)} MB/h`;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.error(`usage: ${usage}`);
    return 2;
  }
  const { minutes, warmUp, fill, pages, every } = options;
  const { before, after, told, acts, resident, anonymous, heap } = await runSoak({
    pages,
    fillActs: fill,
    warmUpMs: warmUp * minuteMs,
    measuredMs: minutes * minuteMs,
    everyMs: every * 1_000,
    tell: (line) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`),
  });
  console.log(`${acts} acts, ${told} pieces told; all garbage collected before each reading`);
  console.log(`resident ${slopeText(resident)} (one standard error)`);
  console.log(`  of it not of files ${slopeText(anonymous)}, heap ${slopeText(heap)}`);
  const isBack = (["timers", "sockets", "streams"] as const).every(
    (what) => after[what] <= before[what],
  );
  console.log(isBack ? "timers, sockets and streams are back" : "something stayed open");
  return isBack && (resident?.perHour ?? 0) < maxPerHour ? 0 : 1;
}

if (import.meta.main) process.exit(await main());
