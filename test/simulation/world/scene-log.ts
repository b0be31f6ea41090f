import type { Log, LogFields } from "#core/model/ports/log.ts";
import type { Scene } from "./scene.ts";

/** A log that tells the scene of errors, which somebody has to act upon, and drops the rest. */
export function createSceneLog(scene: Scene): Log {
  const drop = () => undefined;
  const log: Log = {
    debug: drop,
    info: drop,
    warn: drop,
    error(event: string, fields?: LogFields) {
      const detail = String(fields?.["error"] ?? fields?.["code"] ?? "");
      scene.emit({ kind: "error-logged", event, detail });
    },
    child: () => log,
  };
  return log;
}
