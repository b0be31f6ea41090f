import { BotError, type InstallStep, type ModelInstaller } from "sapa/plugin";
import { z } from "zod";
import { createClient } from "./client.ts";
import type { Config } from "./config.ts";
import { toFailure } from "./to-failure.ts";

/** A line of a pull; a layer that has not begun has no `completed`. Source: Ollama, POST /api/pull. */
const lineSchema = z.object({
  status: z.string().max(500),
  total: z.number().nonnegative().optional().catch(undefined),
  completed: z.number().nonnegative().optional().catch(undefined),
});

/** Has the server fetch the models of the settings; what it has already it only compares. */
export function createInstaller(config: Config, outer: AbortSignal): ModelInstaller {
  const { model, embedding_model: vectors } = config;
  const models = vectors === undefined || vectors === model ? [model] : [model, vectors];
  return {
    async install(tell, signal) {
      for (const name of models) {
        await install({ ...config, model: name }, tell, AbortSignal.any([signal, outer]));
      }
    },
  };
}

async function install(
  config: Config,
  tell: (step: InstallStep) => void,
  signal: AbortSignal,
): Promise<void> {
  const { model } = config;
  let phase = "";
  try {
    const client = await createClient(config, signal);
    for await (const line of await client.pull({ model, stream: true })) {
      const { status, completed, total } = lineSchema.parse(line);
      phase = status;
      tell({
        model,
        phase,
        ...(completed === undefined ? {} : { doneBytes: completed }),
        ...(total === undefined ? {} : { totalBytes: total }),
      });
    }
  } catch (error) {
    throw explain(error, config, signal);
  }
  // The library ends quietly when the connection closes in good order between two lines.
  if (phase !== "success") throw broken(config, undefined);
}

function explain(error: unknown, config: Config, signal: AbortSignal): BotError {
  const { model } = config;
  if (signal.aborted) return new BotError("AI_ABORTED", `fetching ${model} was called off`);
  // The library hands over what a line of the stream says under `error`.
  const said = error instanceof Error ? error.message : "";
  if (/file does not exist|manifest unknown/i.test(said)) {
    return new BotError("AI_MODEL_MISSING", `nobody offers a model called "${model}"`, {
      hint: "Look for its exact name at https://ollama.com/search.",
      cause: error,
    });
  }
  if (/no space left/i.test(said)) {
    return new BotError("AI_SERVER", `the server's disk is too full for ${model}`, {
      hint: "Remove a model (ollama rm), or take a smaller one.",
      cause: error,
    });
  }
  const { kind, message } = toFailure(error, config);
  if (kind === "protocol" || kind === "server") return broken(config, error);
  return new BotError(`AI_${kind.toUpperCase()}`, message, { cause: error });
}

function broken({ model }: Config, cause: unknown): BotError {
  return new BotError("AI_SERVER", `fetching ${model} broke off`, {
    hint: "Ask again: it goes on where it was. If it breaks off again, look at the server's log.",
    cause,
  });
}
