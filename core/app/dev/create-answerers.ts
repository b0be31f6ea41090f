import { z } from "zod";
import type { ReadyProvider } from "#core/app/open-providers.ts";
import type { PluginLoader } from "#core/app/plugin-loader.ts";
import type { Variables } from "#core/config/environment.ts";
import type { AnswererName, AnswererProblem } from "#core/console/bot-view.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { LoadedProviderPlugin } from "#core/plugin/define-plugin.ts";

/** Who answers in the place of the providers of bot.yaml, in this process and for no other. */
export interface Answerers {
  readonly chosen: AnswererName;
  /** The provider as it is made at the next start of the bot. */
  over(ready: ReadyProvider): ReadyProvider;
  /** Chooses for the next start; what is not to be had changes nothing, and it is told what is missing. */
  choose(name: AnswererName): Promise<AnswererProblem | undefined>;
}

export interface AnswerersDeps {
  readonly loader: Pick<PluginLoader, "load">;
  readonly variables: Variables;
  readonly net: Net;
  /** Keeps secrets out of the log. */
  readonly hide: (secrets: readonly string[]) => void;
}

interface StandIn {
  readonly plugin: LoadedProviderPlugin;
  readonly settings: JsonObject;
}

/** A server on this machine answers at once, or not at all. */
const lookMs = 2_000;
const maxListBytes = 1_048_576;
const ollamaHost = "http://127.0.0.1:11434";
const modelList = z.object({ models: z.array(z.object({ name: z.string().min(1) })) });

export function createAnswerers({ loader, variables, net, hide }: AnswerersDeps): Answerers {
  let chosen: AnswererName = "own";
  let standIn: StandIn | undefined;

  async function load(name: string, settings: JsonObject): Promise<StandIn> {
    const plugin = await loader.load(name);
    if (plugin.kind !== "provider") throw new Error(`${name} is no provider`);
    return { plugin, settings };
  }

  /** What takes the providers' place, or what is missing for that; undefined: they answer themselves. */
  async function find(name: AnswererName): Promise<StandIn | AnswererProblem | undefined> {
    switch (name) {
      case "own":
        return undefined;
      case "echo":
        return await load("ai-scripted", {});
      case "ollama":
        return await findOllama();
      case "openai": {
        const key = variables["OPENAI_API_KEY"]?.trim();
        if (key === undefined || key === "") return "no-key";
        hide([key]);
        return await load("ai-openai", { key });
      }
      default:
        return assertNever(name, "find");
    }
  }

  async function findOllama(): Promise<StandIn | AnswererProblem> {
    const host = variables["OLLAMA_HOST"]?.trim() || ollamaHost;
    const url = `${withScheme(host)}/api/tags`;
    const bounds = { timeoutMs: lookMs, maxBytes: maxListBytes };
    const reply = await net.request({ method: "GET", url, headers: {}, ...bounds });
    if (reply.kind !== "answer" || reply.status !== 200) return "no-ollama";
    const { data } = modelList.safeParse(parse(reply.body));
    const model = data?.models[0]?.name;
    if (data === undefined) return "no-ollama";
    return model === undefined ? "no-model" : await load("ai-ollama", { host, model });
  }

  return {
    get chosen() {
      return chosen;
    },
    over: (ready) => ({
      ...ready,
      plugin: {
        ...ready.plugin,
        create: (context, name, settings) =>
          standIn === undefined
            ? ready.plugin.create(context, name, settings)
            : standIn.plugin.create(context, name, standIn.settings),
      },
    }),
    async choose(name) {
      const found = await find(name);
      if (typeof found === "string") return found;
      standIn = found;
      chosen = name;
      return undefined;
    },
  };
}

const withScheme = (host: string) => (/^https?:\/\//.test(host) ? host : `http://${host}`);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
