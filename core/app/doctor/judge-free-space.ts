import type { Found } from "./examined.ts";

const megabyte = 1_000_000;
const scarceMb = 1_000;
const tooLittleMb = 100;

/** What the room that is left on the data disk means. */
export function judgeFreeSpace(freeBytes: number, folder: string): Found {
  const freeMb = Math.floor(freeBytes / megabyte);
  const room = freeMb < scarceMb ? `${freeMb} MB` : `${(freeMb / 1_000).toFixed(1)} GB`;
  const message = `${room} free on the disk of ${folder}`;
  if (freeMb >= scarceMb) return ["good", message];
  const hint = `See what takes it: du -xh ${folder} | sort -h | tail`;
  return [freeMb < tooLittleMb ? "error" : "warning", message, hint];
}
