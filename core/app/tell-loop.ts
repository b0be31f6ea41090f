import type { BotConfig } from "#core/config/bot-schema.ts";
import type { Engine } from "#core/engine/create-engine.ts";
import type { BrokenLoop } from "#core/engine/stages/loop.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { budgetPeriodAt } from "#core/model/budget.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import { createOwnerPost, type OwnerPostDeps } from "./owner-post.ts";

export interface LoopNoticeDeps extends Pick<OwnerPostDeps, "channels"> {
  readonly engine: () => Pick<Engine, "queueSend">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells the owners of a loop that was broken: once a day for each conversation, restarts included. */
export function createLoopNotice(
  { operators, locales, timeZone }: Pick<BotConfig, "operators" | "locales" | "timeZone">,
  { channels, engine, clock, log }: LoopNoticeDeps,
): (loop: BrokenLoop) => void {
  const queueSend: Engine["queueSend"] = (request) => engine().queueSend(request);
  const post = createOwnerPost({ operators, channels, queueSend });
  const language = locales[0].toLowerCase().split("-")[0];
  const isIndonesian = language === "id" || language === "ms";
  return ({ account, conversation, contact }) => {
    const dayAt = budgetPeriodAt(clock.now(), "day", timeZone);
    const text = isIndonesian
      ? `Sepertinya bot dan mesin lain saling membalas, jadi bot berhenti menjawab sebentar.\nMenjawab lagi sekarang: /kontak lanjut ${contact}\nMemblokir: /kontak blokir ${contact}`
      : `The bot and another machine seem to answer each other, so the bot stops for a while.\nTo go on now: /contact resume ${contact}\nTo block: /contact block ${contact}`;
    post(account, `loop:${conversation}:${dayAt}`, text).catch((error: unknown) => {
      log.warn("loop.owners-not-told", { conversation, error: errorText(error) });
    });
  };
}
