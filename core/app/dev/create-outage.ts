import type { ReadyProvider } from "#core/app/open-providers.ts";
import type { AiEvent, AiProvider } from "#core/model/ports/ai-provider.ts";

/** Lets AI providers be down as a switch says: no question reaches one then. */
export interface Outage {
  setDown(isDown: boolean): void;
  /** The provider as the bot sees it. */
  over(ready: ReadyProvider): ReadyProvider;
}

export function createOutage(): Outage {
  let isDown = false;
  return {
    setDown(next) {
      isDown = next;
    },
    over: (ready) => ({
      ...ready,
      plugin: {
        ...ready.plugin,
        create: (context, name, settings) =>
          downWhile(() => isDown, ready.plugin.create(context, name, settings)),
      },
    }),
  };
}

function downWhile(isDown: () => boolean, provider: AiProvider): AiProvider {
  return {
    ...provider,
    stream: (request, signal) => (isDown() ? fail() : provider.stream(request, signal)),
    probe: (signal) => (isDown() ? Promise.resolve(message) : provider.probe(signal)),
  };
}

const message = "unreachable: the simulator's switch says that this provider is down";

async function* fail(): AsyncGenerator<AiEvent, void, void> {
  const error = { kind: "unreachable", message, isUnsent: true } as const;
  yield await Promise.resolve({ kind: "done", reason: "error", error } as const);
}
