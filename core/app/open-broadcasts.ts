import {
  type BroadcastDesk,
  createBroadcastDesk,
  type DeskDeps,
} from "#core/engine/broadcasts/broadcast-desk.ts";
import type { Engine } from "#core/engine/create-engine.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Random } from "#core/model/ports/random.ts";
import { readBroadcastFile } from "./broadcast-files.ts";
import type { LoadedBot } from "./load-bot.ts";

type Parts = Pick<DeskDeps, "records" | "channels" | "settings"> & {
  readonly engine: () => Pick<Engine, "onBroadcasts">;
};

/** What people of ours may ask of broadcasts, from the shell and from their chats. */
export function openBroadcasts(
  {
    bot,
    clock,
    random,
  }: { readonly bot: LoadedBot; readonly clock: Clock; readonly random: Random },
  { engine, ...parts }: Parts,
): BroadcastDesk {
  return createBroadcastDesk({
    ...parts,
    seed: () => Math.floor(random.fraction() * 0x1_0000_0000),
    check: (source) => readBroadcastFile(source, bot.catalog),
    onChange: () => engine().onBroadcasts(),
    clock,
  });
}
