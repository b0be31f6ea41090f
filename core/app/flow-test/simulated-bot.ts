import { toAiSettings } from "#core/app/ai-settings.ts";
import { toEngineSettings } from "#core/app/engine-settings.ts";
import type { NamedTemplate } from "#core/app/find-templates.ts";
import { readWholeKnowledge } from "#core/app/knowledge/read-whole-knowledge.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import { openChannel, type ReadyAccount } from "#core/app/open-channel.ts";
import { openProviders, prepareProviders, type ReadyProvider } from "#core/app/open-providers.ts";
import { settingSources, writtenSettings } from "#core/app/prepare-accounts.ts";
import { createRunActivity, runNoAction } from "#core/app/run-activity.ts";
import type { Variables } from "#core/config/environment.ts";
import type { RunActivity } from "#core/engine/activities.ts";
import type { AiSettings } from "#core/engine/ai/ai-settings.ts";
import { type AiDeps, createAi } from "#core/engine/ai/create-ai.ts";
import type { KnowledgeSource } from "#core/engine/ai/gather-knowledge.ts";
import { createEngine, type Engine } from "#core/engine/create-engine.ts";
import { createMedia } from "#core/engine/media/create-media.ts";
import { createOwnData } from "#core/engine/privacy/create-own-data.ts";
import { createEraser } from "#core/engine/privacy/erase-person.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import { createFlowSet, type FlowSet } from "#core/flow/flow-set.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileStore } from "#core/model/ports/file-store.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { ChannelSimulator, SimulatorOptions } from "#core/model/ports/simulator.ts";
import type { Store } from "#core/model/ports/store.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import type { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { type OpenStore, openSqliteStore } from "#core/store/open-sqlite-store.ts";
import type { DeclaredActions } from "./create-mocks.ts";

/** A bot with one account that is on its simulator: what a test or a chat in the terminal talks to. */
export interface SimulatedBot {
  readonly account: ReadyAccount;
  readonly flows: FlowSet;
  readonly settings: EngineSettings;
  /** Names of the consent purposes. */
  readonly purposes: readonly string[];
  /** What its flows can run. */
  readonly actions: DeclaredActions;
  readonly ai: SimulatedAi;
  /** Templates that the simulator takes as approved. */
  readonly templates: readonly NamedTemplate[];
}

/** The providers that answer by rules alone: others are not asked here. */
interface SimulatedAi {
  readonly settings: AiSettings;
  /** What is in the bot's folders; undefined: it has none. */
  readonly knowledge: KnowledgeSource | undefined;
  readonly scripted: readonly ReadyProvider[];
}

/** A fixed key: what it signs and hides lives in memory, on this machine, for a moment. */
const secretKey = Buffer.from(sha256Hex("simulated"), "hex");
const leaseMs = 30 * secondMs;

/**
 * The bot with its first account on the simulator. `variables` are what flows see as `env.*`. Throws
 * `BOT_CHANNEL_MISSING` for a bot without an account.
 */
export async function toSimulatedBot(bot: LoadedBot, variables: Variables): Promise<SimulatedBot> {
  const [first] = bot.accounts;
  if (first === undefined) throw new BotError("BOT_CHANNEL_MISSING", "the bot has no channel");
  const scripted = bot.providers.filter(({ plugin }) => plugin.isScripted);
  return {
    account: { ...first, settings: writtenSettings(first), isSimulated: false },
    flows: createFlowSet(bot.programs),
    settings: toEngineSettings(bot.config, variables),
    purposes: Object.keys(bot.config.purposes),
    actions: new Map(bot.actions.map(({ name, plugin }) => [name, plugin.actions])),
    ai: {
      settings: toAiSettings(bot.config),
      knowledge: scripted.length === 0 ? undefined : await readWholeKnowledge(bot),
      scripted: prepareProviders(scripted, settingSources(bot.folder, variables)),
    },
    templates: bot.templates,
  };
}

/** The network in miniature; throws `SIMULATOR_MISSING` for a channel that has none. */
export function createSimulator(
  { account, templates }: SimulatedBot,
  options: SimulatorOptions,
): ChannelSimulator {
  const simulator = account.plugin.simulate?.(options);
  if (simulator === undefined) {
    throw new BotError("SIMULATOR_MISSING", `${account.plugin.name} has no simulator`, {
      hint: "Tests and chats need one; give the bot a channel whose plugin brings it.",
    });
  }
  for (const template of templates) simulator.approve(template);
  return simulator;
}

interface StorePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The embedded store over a database in memory; several may follow each other on one. */
export function openMemoryStore(
  database: ReturnType<typeof openMemoryDatabase>,
  ports: StorePorts,
): OpenStore {
  return openSqliteStore({ ...ports, database, codec: createPlainCodec(secretKey), leaseMs });
}

/** What one life of the program is made of. */
export interface ProcessPorts extends StorePorts {
  readonly store: Store;
  readonly records: Records;
  readonly files: FileStore;
  readonly net: Net;
  readonly simulator: ChannelSimulator;
  /** Puts something between the engine and the channel, such as a watcher. */
  readonly wrapChannel?: (channel: Channel) => Channel;
  /** Does what actions are asked for; without it nothing is done, and that fails. */
  readonly runAction?: RunActivity;
  /** Likewise for AI, over the bot's scripted providers; without it they answer themselves. */
  readonly wrapAi?: (scripted: RunActivity | undefined) => RunActivity;
}

/** The very engine and channel of production, over the ports given. */
export function createSimulatedEngine(
  bot: SimulatedBot,
  ports: ProcessPorts,
): { readonly engine: Engine; readonly channel: Channel } {
  const { simulator, wrapChannel, runAction = runNoAction, wrapAi, ...rest } = ports;
  const settings = { ...bot.account.settings, ...simulator.settings };
  const deliver = () => Promise.resolve(undefined);
  const opened = openChannel({ ...bot.account, settings }, { ...rest, deliver });
  const channel = wrapChannel?.(opened.channel) ?? opened.channel;
  const channels = new Map([[bot.account.account, channel]]);
  const media = createMedia({
    ...rest,
    channels,
    maxBytes: bot.settings.intake.mediaMaxBytes,
    keepsMs: bot.settings.retention.mediaMs,
  });
  const scripted = openScripted(bot, { ...rest, runAction, channels });
  const runAi = wrapAi?.(scripted) ?? scripted ?? runNoAction;
  const { erase } = createEraser({ ...rest, media, channels });
  const ownData = createOwnData({ ...rest, media, erase, timeZone: bot.settings.bot.timeZone });
  const engine = createEngine({
    ...rest,
    channels,
    flows: bot.flows,
    loadProgram: () => Promise.resolve(undefined),
    runActivity: createRunActivity(media, runAction, runAi, ownData),
    settings: bot.settings,
    secretKey,
  });
  return { engine, channel };
}

/** Asks the scripted providers, through all that stands before every provider; undefined without any. */
function openScripted(
  { ai }: SimulatedBot,
  ports: Omit<ProcessPorts, "simulator" | "runAction"> & Pick<AiDeps, "channels" | "runAction">,
): RunActivity | undefined {
  if (ai.scripted.length === 0) return undefined;
  return createAi({
    ...ports,
    ...openProviders(ai.scripted, ports),
    ...(ai.knowledge === undefined ? {} : { knowledge: ai.knowledge }),
    settings: ai.settings,
    actions: new Map(),
    permit: () => Promise.resolve({ mayAsk: true, mayLeaveHost: true }),
    secrets: ai.scripted.flatMap(({ secrets }) => secrets),
    secretKey,
  });
}
