import { toMillis } from "#core/lib/millis.ts";
import type {
  ChannelSimulator,
  ShownMessage,
  SimulatedPerson,
} from "#core/model/ports/simulator.ts";

/** A network on which nothing happens but what `show` is told: a message of the bot's to somebody. */
export function createShower() {
  let listener: (message: ShownMessage) => void = () => undefined;
  const simulator: ChannelSimulator = {
    settings: {},
    net: { request: () => Promise.reject(new Error("nothing is sent")) },
    act: () => Promise.resolve(),
    redeliver: () => Promise.resolve(),
    shown: () => [],
    onShown(told) {
      listener = told;
      return () => undefined;
    },
    setFaults: () => undefined,
    approve: () => undefined,
    isBusy: () => false,
    serve: () => ({ url: "http://127.0.0.1", stop: () => Promise.resolve() }),
  };
  let shown = 0;
  return {
    simulator,
    show: (person: SimulatedPerson): void => {
      shown += 1;
      const content = { text: "hi", options: [], body: {} };
      listener({ vendorId: `v${shown}`, at: toMillis(shown), person, ...content });
    },
  };
}
