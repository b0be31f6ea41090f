import { existsSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";

/** Whether a bot has ever worked on this data folder. */
export function hasData(dataFolder: string): boolean {
  return existsSync(join(dataFolder, "sapa.db"));
}

/** Where `sapa dev` keeps what is its own: apart from production's, for its people are made up. */
export function devFolderOf(dataFolder: string): string {
  return join(dataFolder, "dev");
}

/** That no bot has worked here, with the one of `sapa dev` if that has. */
export function tellNoData(dataFolder: string): string {
  const dev = devFolderOf(dataFolder);
  const other = hasData(dev) ? `; sapa dev has: --data ${shownPath(dev)}` : "";
  return `no bot has run on ${shownPath(dataFolder)} yet${other}`;
}

/** A path as people see it from where they stand. */
export function shownPath(path: string): string {
  const shown = relative(process.cwd(), path);
  return shown === "" || shown.startsWith("..") || isAbsolute(shown) ? path : shown;
}
