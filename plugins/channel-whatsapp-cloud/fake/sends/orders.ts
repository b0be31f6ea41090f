import type { SimulatorFaults } from "sapa/plugin";
import { errorShape } from "#plugins/channel-whatsapp-cloud/fake/error-table.ts";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";

/** So many of the next messages meet a code of Meta's. */
type Order = NonNullable<SimulatorFaults["refuse"]>;

/** Refusals and failures that were ordered, counted down message by message. */
export class Orders {
  #refuse: Order | undefined;
  #fail: Order | undefined;

  set({ refuse, fail }: Pick<SimulatorFaults, "refuse" | "fail">): void {
    this.#refuse = refuse;
    this.#fail = fail;
  }

  takeRefusal(): GraphError | undefined {
    const order = this.#refuse;
    this.#refuse = less(order);
    return errorOf(order);
  }

  takeFailure(): GraphError | undefined {
    const order = this.#fail;
    this.#fail = less(order);
    return errorOf(order);
  }
}

function less(order: Order | undefined): Order | undefined {
  return order === undefined ? undefined : { ...order, count: order.count - 1 };
}

function errorOf(order: Order | undefined): GraphError | undefined {
  if (order === undefined || order.count <= 0) return undefined;
  return { code: order.code, details: errorShape(order.code).title };
}
