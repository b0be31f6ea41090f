import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readYaml } from "#core/flow/read/yaml-source.ts";
import type { BroadcastFiles } from "#core/ops/context.ts";

const ending = ".yaml";

/** Files that operators can start from their chats: `broadcasts/NAME.yaml` beside bot.yaml. */
export function broadcastFolder(botFolder: string): BroadcastFiles {
  const folder = join(botFolder, "broadcasts");
  const files = (): readonly string[] => {
    try {
      return readdirSync(folder)
        .filter((file) => file.endsWith(ending))
        .map((file) => file.slice(0, -ending.length))
        .toSorted();
    } catch {
      // Nobody has put one there yet.
      return [];
    }
  };
  return {
    files,
    read(name) {
      // Only what is listed: a name is no path.
      if (!files().includes(name)) return undefined;
      const file = join(folder, `${name}${ending}`);
      return { file, text: readFileSync(file, "utf8") };
    },
    nameOf({ file, text }) {
      const { value } = readYaml(file, text);
      const isNamed = typeof value === "object" && value !== null && "broadcast" in value;
      return isNamed ? String(value.broadcast) : "";
    },
  };
}
