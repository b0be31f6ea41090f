import type { JsonObject } from "#core/lib/json.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { AiCapabilities } from "#core/model/ports/ai-provider.ts";
import type { TemplateButton, TemplateCategory } from "#core/model/template.ts";

/** One account that flows may speak through: its key in bot.yaml, its network, what it can show. */
export interface CatalogChannel {
  readonly account: string;
  readonly kind: string;
  readonly capabilities: Capabilities;
}

/** A template that the bot declares. What is undefined is not known, and nothing is held against it. */
export interface CatalogTemplate {
  readonly name: string;
  readonly language: string;
  readonly category?: TemplateCategory;
  /** How many variables the body has, or their names. */
  readonly body?: number | readonly string[];
  readonly hasHeaderVariable?: boolean;
  readonly buttons?: readonly CatalogTemplateButton[];
}

export interface CatalogTemplateButton {
  readonly kind: TemplateButton["kind"];
  /** True if a send has to bring a value for it. */
  readonly needsValue: boolean;
}

/** Something that a plugin can do for a flow: `run: http.post`. */
export interface CatalogAction {
  /** The name in bot.yaml, a dot, and the plugin's own word. */
  readonly name: string;
  readonly about: string;
  /** JSON Schema of what goes in under `with`, and of what comes out. */
  readonly input: JsonObject;
  readonly output: JsonObject;
  readonly isIdempotent: boolean;
  /** True: it changes nothing anywhere. */
  readonly isReadOnly?: boolean;
  /** Hosts that it may reach; undefined: what goes in stays on this machine. */
  readonly hosts?: readonly string[];
}

/** An AI provider of bot.yaml. */
export interface CatalogProvider {
  readonly name: string;
  /** Undefined while they cannot be known. */
  readonly capabilities?: AiCapabilities;
  /** Whether bot.yaml keeps it for some people (`only_for`). */
  readonly isReserved: boolean;
}

/** How the bot uses AI. */
export interface CatalogAi {
  readonly providers: readonly CatalogProvider[];
  /** Names of those that are tried where a flow names none. */
  readonly default: readonly string[];
  /** What it may talk about where a flow says nothing. */
  readonly scope?: string;
  /** Whether voice notes can be written down (`ai.voice`); undefined: not known here. */
  readonly hearsVoice?: boolean;
  /** Names under `knowledge` of bot.yaml. */
  readonly knowledge?: readonly string[];
}

/**
 * What flows may refer to beyond themselves, as data: the checker knows no bot.yaml and no plugin.
 * A list that is undefined is not known here, and nothing is checked against it.
 */
export interface Catalog {
  /** The first is the default; the ones that locale maps must have. */
  readonly locales: readonly string[] | undefined;
  readonly channels: readonly CatalogChannel[];
  readonly purposes: readonly string[] | undefined;
  /** Those of them that a person has to say yes to; undefined: it is not known which. */
  readonly askedPurposes?: readonly string[];
  readonly templates: readonly CatalogTemplate[] | undefined;
  readonly actions: readonly CatalogAction[] | undefined;
  readonly ai?: CatalogAi;
  /** Words that act in every flow, folded, by their interrupt. */
  readonly interrupts?: Readonly<Record<string, readonly string[]>>;
  /** Names under `flows.env` of bot.yaml. */
  readonly env: readonly string[] | undefined;
}

/**
 * The catalog under which a stored revision is compiled again: its text was checked when it was
 * activated, and what bot.yaml lost since then must not strand the conversations that are on it.
 */
export const openCatalog: Catalog = {
  locales: undefined,
  channels: [],
  purposes: undefined,
  templates: undefined,
  actions: undefined,
  env: undefined,
};
