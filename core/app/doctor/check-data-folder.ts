import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { shownPath } from "#core/app/find-data.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";
import { judgeFreeSpace } from "./judge-free-space.ts";

/** Whether the data folder, or what it will be made in, takes files, and how many. */
export function checkDataFolder({ host: { settings } }: DoctorCase): readonly Found[] {
  const { dataFolder } = settings;
  const shown = shownPath(dataFolder);
  const place = nearestPlace(dataFolder);
  if (!statSync(place).isDirectory()) {
    return [["error", `${shownPath(place)} is no folder`, "Name another data folder: SAPA_DATA."]];
  }
  try {
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const hint = `Give it to the user that runs the bot: sudo chown -R "$USER" ${shownPath(place)}`;
    return [["error", `${shownPath(place)} cannot be written by this user`, hint]];
  }
  const { bavail, bsize } = statfsSync(place);
  const message =
    place === dataFolder ? `${shown} can be written` : `${shown} is made by the first start`;
  return [["good", message], judgeFreeSpace(bavail * bsize, shown)];
}

/** The folder itself, or the nearest above it that is there. */
function nearestPlace(folder: string): string {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  return place;
}
