import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

function fileOf(dataFolder: string): string {
  return join(dataFolder, "simulator-link.txt");
}

/**
 * The line that leads to the link which opens the simulator. A person at a terminal reads the link itself.
 * Anywhere else what is printed is kept and read by others, as by a journal: then the link is written
 * into a file for its owner alone, and the line names the file.
 */
export function handOutSimulatorLink(
  link: string,
  dataFolder: string,
  isTerminal: boolean,
): string {
  removeSimulatorLink(dataFolder);
  if (isTerminal) return `simulator: this link opens it once, within 15 minutes: ${link}`;
  const file = fileOf(dataFolder);
  writeFileSync(file, `${link}\n`, { mode: 0o600, flag: "wx" });
  return `simulator: the link that opens it once, within 15 minutes, is in ${file}`;
}

/** The link of a process that has ended opens nothing. */
export function removeSimulatorLink(dataFolder: string): void {
  rmSync(fileOf(dataFolder), { force: true });
}
