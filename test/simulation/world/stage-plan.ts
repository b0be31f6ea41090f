import { assertNever } from "#core/lib/assert-never.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { say } from "#test/simulation/plan/deeds.ts";
import type { NastyMoment, Trouble, WorldPlan } from "#test/simulation/plan/world-plan.ts";
import type { BotProcess } from "./bot-process.ts";
import { createActing } from "./create-acting.ts";
import type { Scene } from "./scene.ts";
import type { Vendor } from "./vendor.ts";
import { calm, ordinary } from "./weather.ts";

/** How long after a nasty STOP its person says START. */
const regretMs = 10 * minuteMs;

/** Puts a plan on the world's clock: what people do and what goes wrong, each at its moment. */
export function stagePlan(plan: WorldPlan, scene: Scene, vendor: Vendor, bot: BotProcess): void {
  const { clock } = scene;
  const act = createActing(plan, vendor, bot);
  const nasty = watchNastyMoments(scene, (who) => {
    const person = plan.people.findIndex(({ first }) => first.name === who);
    act(person, say("STOP"));
    clock.after(regretMs, () => act(person, say("START")));
  });

  /** One act at a time on the clock: a thousand that wait would slow every other timer down. */
  function stageActs(index: number): void {
    const item = plan.acts[index];
    if (item === undefined) return;
    clock.after(item.at - clock.now(), () => {
      act(item.person, item.deed);
      stageActs(index + 1);
    });
  }

  vendor.followWeather();
  stageActs(0);
  for (const trouble of plan.troubles) {
    if (trouble.kind === "crash") scene.crashes.order(trouble.order);
    clock.after(trouble.at - clock.now(), () => {
      if (trouble.kind === "stop-at") nasty.order(trouble.moment);
      else begin(trouble, scene, vendor, bot);
    });
  }
}

function begin(
  trouble: Exclude<Trouble, { kind: "stop-at" }>,
  scene: Scene,
  vendor: Vendor,
  bot: BotProcess,
): void {
  switch (trouble.kind) {
    case "crash":
      // The other points are passed by themselves.
      if (trouble.order.point === "anywhere") bot.process?.diesAt("anywhere");
      return;
    case "drain":
      void bot.drain(trouble.downMs);
      return;
    case "clock":
      scene.count(`clock ${trouble.skewMs > scene.skewMs ? "forward" : "back"}`);
      scene.skewMs = trouble.skewMs;
      return;
    case "announce":
      vendor.announce(trouble.act);
      return;
    case "store-down":
      scene.isStoreDown = true;
      scene.count("store full");
      scene.clock.after(trouble.forMs, () => {
        scene.isStoreDown = false;
        scene.emit({ kind: "trouble", what: "store has room" });
      });
      return;
    case "storm":
      scene.weather = trouble.weather;
      vendor.followWeather();
      scene.clock.after(trouble.forMs, () => {
        scene.weather = ordinary;
        vendor.followWeather();
      });
      return;
    default:
      return assertNever(trouble, "trouble");
  }
}

/** Ends all troubles: from here on the world can come to rest. */
export function calmDown(scene: Scene, vendor: Vendor): void {
  scene.crashes.clear();
  scene.weather = calm;
  vendor.followWeather();
  vendor.announce({ kind: "restriction" });
  scene.isStoreDown = false;
  if (scene.skewMs !== 0) {
    scene.skewMs = 0;
    scene.emit({ kind: "trouble", what: "clock set right" });
  }
}

/** Lets a person say STOP at the next send of theirs that is at the ordered moment. */
function watchNastyMoments(
  scene: Scene,
  sayStop: (who: string) => void,
): { order(moment: NastyMoment): void } {
  const ordered = new Set<NastyMoment>();
  scene.watch((observation) => {
    const { kind } = observation;
    if (kind !== "send-claimed" && kind !== "send-decided" && kind !== "taken") return;
    if (!ordered.delete(kind)) return;
    scene.count(`STOP when ${kind}`);
    const { who } = observation;
    scene.clock.soon(() => sayStop(who));
  });
  return { order: (moment) => ordered.add(moment) };
}
