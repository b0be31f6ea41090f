import { pause } from "#core/engine/ai/pause.ts";
import type {
  AiCapabilities,
  AiEvent,
  AiProvider,
  AiRequest,
} from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/**
 * One thing that a scripted stream does: an event, a wait in milliseconds, or a fault. `hang` waits
 * until it is aborted; `deaf` for ever; `drip` says the same letter every second, for ever; `end` ends
 * without `done`.
 */
export type Line = AiEvent | number | "hang" | "deaf" | "drip" | "end" | "throw";

/** What a provider answers with: the lines of its streams, in order, or made of each question. */
export type Script =
  | readonly (readonly Line[])[]
  | ((request: AiRequest, nth: number) => readonly Line[]);

export interface ScriptedProvider extends AiProvider {
  readonly requests: readonly AiRequest[];
  /** True if the last stream was told to stop. */
  readonly isStopped: boolean;
}

const localCapabilities: AiCapabilities = {
  streaming: true,
  tools: true,
  jsonSchema: "strict",
  systemPrompt: true,
  history: "host",
  images: true,
  usage: true,
  cost: "free",
  dataLeavesHost: false,
  actsAsUser: false,
};

export type ProviderChange = Partial<Omit<AiProvider, "capabilities" | "stream">> & {
  readonly capabilities?: Partial<AiCapabilities>;
};

/** A provider that plays scripts on the clock; asked more often than it has scripts, the last again. */
export function scriptedProvider(
  clock: Clock,
  script: Script,
  change: ProviderChange = {},
): ScriptedProvider {
  const requests: AiRequest[] = [];
  let last: AbortSignal | undefined;
  const linesOf = (request: AiRequest, nth: number) =>
    typeof script === "function" ? script(request, nth) : (script[nth] ?? script.at(-1) ?? []);
  return {
    name: "scripted",
    model: "script-1",
    probe: () => Promise.resolve(undefined),
    ...change,
    capabilities: { ...localCapabilities, ...change.capabilities },
    requests,
    get isStopped() {
      return last?.aborted === true;
    },
    stream(request, signal) {
      last = signal;
      requests.push(request);
      return play(clock, linesOf(request, requests.length - 1), signal);
    },
  };
}

async function* play(
  clock: Clock,
  lines: readonly Line[],
  signal: AbortSignal,
): AsyncGenerator<AiEvent, void, void> {
  for (const line of lines) {
    if (typeof line === "number") {
      if (!(await pause(clock, line, signal))) return yield { kind: "done", reason: "aborted" };
    } else if (line === "hang") {
      await untilAborted(signal);
      return yield { kind: "done", reason: "aborted" };
    } else if (line === "deaf") await new Promise(() => undefined);
    else if (line === "drip") {
      while (await pause(clock, 1_000, signal)) yield { kind: "replace", text: "." };
      return yield { kind: "done", reason: "aborted" };
    } else if (line === "end") return;
    else if (line === "throw") throw new Error("broken");
    else yield line;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
