import type { LoadedProviderPlugin } from "#core/plugin/define-plugin.ts";
import copilot from "#plugins/ai-copilot/index.ts";
import ollama from "#plugins/ai-ollama/index.ts";
import openai from "#plugins/ai-openai/index.ts";

/** A vendor that can be asked where its variables are set. */
export interface LiveSubject {
  readonly name: string;
  readonly plugin: LoadedProviderPlugin;
  /** Without one of these nobody is asked. */
  readonly needs: readonly string[];
  /** The settings of bot.yaml, made of what is set. */
  readonly settings: (variables: Readonly<Record<string, string | undefined>>) => object;
}

/** Every vendor. Models may be chosen by variables; the others are what the READMEs show. */
export const liveSubjects: readonly LiveSubject[] = [
  {
    name: "openai",
    plugin: openai,
    needs: ["OPENAI_API_KEY"],
    settings: ({ OPENAI_API_KEY: key, OPENAI_MODEL: model = "gpt-6-luna", ...rest }) => ({
      key,
      model,
      ...(rest["OPENAI_BASE_URL"] === undefined ? {} : { base_url: rest["OPENAI_BASE_URL"] }),
    }),
  },
  {
    name: "ollama",
    plugin: ollama,
    needs: ["OLLAMA_HOST"],
    settings: ({ OLLAMA_HOST: host, OLLAMA_MODEL: model = "qwen3:4b" }) => ({ host, model }),
  },
  {
    name: "copilot",
    plugin: copilot,
    needs: ["M365_TENANT_ID", "M365_CLIENT_ID"],
    settings: ({ M365_TENANT_ID: tenant, M365_CLIENT_ID: client }) => ({ tenant, client }),
  },
];
