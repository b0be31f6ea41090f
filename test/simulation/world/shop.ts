import type { GuardedNet } from "#core/model/ports/guarded-net.ts";
import type { NetReply } from "#core/model/ports/net.ts";
import { createExchange } from "./create-exchange.ts";
import { never } from "./never.ts";
import type { Process } from "./process.ts";
import type { Scene } from "./scene.ts";
import { readOrder, type ShopOrder } from "./shop-order.ts";

/** A system of the owner's that outlives every process, and does whatever it is asked, each time. */
export class Shop {
  readonly #scene: Scene;
  #count = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  ask(order: ShopOrder): NetReply {
    const { random, weather } = this.#scene;
    if (this.#scene.strikes("shop is busy", weather.busyShop)) return answer(503, {});
    if (this.#scene.strikes("order lost", weather.lostRequest)) return lost;
    const isFailing = this.#scene.strikes("shop fails", weather.failingShop);
    if (isFailing && random.chance(0.5)) return answer(500, {});
    this.#count += 1;
    const number = `K${this.#count}`;
    this.#scene.emit({ kind: "shop-did", ...order, number });
    if (isFailing) return answer(500, {});
    return this.#scene.strikes("shop's answer lost", weather.lostAnswer)
      ? lost
      : answer(200, { number });
  }
}

/** The way of one process to the shop. What was asked is done also when who asked dies meanwhile. */
export function createWayToShop(scene: Scene, process: Process, shop: Shop): GuardedNet {
  const exchange = createExchange(scene, process);
  return {
    async request(request) {
      if (process.diesAt("action:unasked")) return never();
      const order = readOrder(request);
      const reply = await exchange(request, "action:unanswered", () =>
        Promise.resolve(shop.ask(order)),
      );
      return process.diesAt("action:unrecorded") || !process.isAlive ? never() : reply;
    },
  };
}

const lost: NetReply = { kind: "broken", reason: "reset" };

function answer(status: number, value: object): NetReply {
  const headers = { "content-type": "application/json" };
  return { kind: "answer", status, headers, body: JSON.stringify(value) };
}
