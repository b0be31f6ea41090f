import { type Serving, serve } from "#core/app/serve.ts";
import type { ControlVerb } from "#core/http/control-verb.ts";
import { createControlApp } from "#core/http/create-control-app.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import { removeControlFile, writeControlFile } from "./control-file.ts";

export interface ControlDeps {
  readonly dataFolder: string;
  readonly verbs: Pick<ReadonlyMap<string, ControlVerb>, "get">;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Lets commands on this machine reach the running bot: on a free port of loopback, with a token that is
 * new at each start and stands in a file of the data folder that only its owner can read. Who can read
 * the data folder could change the database as well.
 */
export function serveControl(deps: ControlDeps): Pick<Serving, "stop"> {
  const token = Buffer.from(deps.random.bytes(32)).toString("base64url");
  const serving = serve(createControlApp({ ...deps, token }), { host: "127.0.0.1", port: 0 });
  const place = { url: serving.url, token };
  writeControlFile(deps.dataFolder, place);
  return {
    async stop() {
      removeControlFile(deps.dataFolder, place);
      await serving.stop();
    },
  };
}
