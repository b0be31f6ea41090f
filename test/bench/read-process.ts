import { readFileSync } from "node:fs";

/** Clock ticks a second in /proc. Source: proc(5); 100 on every Linux that Bun runs on. */
const ticksPerSecond = 100;

/** What a process has used so far. */
export interface ProcessReading {
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** Reads a process and all its threads from /proc; zeros where there is no /proc. */
export function readProcess(pid: number): ProcessReading {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    return { cpuMs: (ticks * 1_000) / ticksPerSecond, residentMb: kilobytes / 1_024 };
  } catch {
    return { cpuMs: 0, residentMb: 0 };
  }
}
