import { join } from "node:path";
import type { Variables } from "#core/config/environment.ts";
import { createAi } from "#core/engine/ai/create-ai.ts";
import { createEngine, type Engine } from "#core/engine/create-engine.ts";
import { createMedia } from "#core/engine/media/create-media.ts";
import { createOwnData } from "#core/engine/privacy/create-own-data.ts";
import type { ErasePerson } from "#core/engine/privacy/erase-person.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import { createTemplateBook, type TemplateBook } from "#core/engine/templates/template-book.ts";
import { createFlowSet } from "#core/flow/flow-set.ts";
import type { Program } from "#core/flow/program.ts";
import type { ControlVerb } from "#core/http/control-verb.ts";
import { createHttpApp } from "#core/http/create-http-app.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { SettingOverride } from "#core/model/ops.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileStore } from "#core/model/ports/file-store.ts";
import type { GuardedNet } from "#core/model/ports/guarded-net.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { ErasureList } from "#core/store/erasure-list.ts";
import { openFileFolder } from "#core/store/file-folder.ts";
import type { KeyRing } from "#core/store/key-ring.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { type ActiveSet, programsOf } from "./active-flows/active-flow.ts";
import { type ActiveFlows, createActiveFlows } from "./active-flows/active-flows.ts";
import { startFlows } from "./active-flows/start-flows.ts";
import { createAiPermit } from "./ai-permit.ts";
import { toAiSettings } from "./ai-settings.ts";
import { approveTemplates } from "./approve-templates.ts";
import { readStartedBroadcast } from "./broadcast-files.ts";
import { checkChannels } from "./check-channels.ts";
import { keepConfig } from "./config/read-data.ts";
import { gatherVerbs } from "./control/gather-verbs.ts";
import { providerVerbs } from "./control/provider-verbs.ts";
import { createChores } from "./create-chores.ts";
import { openDataKey } from "./data-key.ts";
import { deliverWebhook } from "./deliver-webhook.ts";
import { deriveKey } from "./derive-key.ts";
import { diskBounds } from "./disk-bounds.ts";
import { openBotKnowledge } from "./knowledge/open-bot-knowledge.ts";
import { createLifecycle, type Lifecycle } from "./lifecycle.ts";
import type { LoadedBot } from "./load-bot.ts";
import { prepareCompiler } from "./load-compiler.ts";
import type { LoadedActions } from "./load-plugins.ts";
import { openActions } from "./open-actions.ts";
import { openBroadcasts } from "./open-broadcasts.ts";
import type { Connect, OpenChannel, ReadyAccount } from "./open-channel.ts";
import { openChannels } from "./open-channels.ts";
import { openDataFolder } from "./open-data-folder.ts";
import { openProviders, type ReadyProvider } from "./open-providers.ts";
import { openOps } from "./ops/open-ops.ts";
import { ownersOf } from "./owner-post.ts";
import { loadRevision } from "./revisions.ts";
import { createActionRunner } from "./run-action.ts";
import { createRunActivity } from "./run-activity.ts";
import type { Answering } from "./serve.ts";
import { createLiveSettings } from "./settings/live-settings.ts";
import { createLoopNotice } from "./tell-loop.ts";
import { createOwnerNotice } from "./tell-owners.ts";

/** How long work belongs to who claimed it: longer than any turn or send may take. */
const leaseMs = 60_000;
/** The largest file in the data folder: what a channel carries. A file is held in memory whole. */
const maxFileBytes = 100 * 1_048_576;

export interface WireOptions {
  readonly bot: LoadedBot;
  readonly accounts: readonly ReadyAccount[];
  readonly variables: Variables;
  readonly dataFolder: string;
  /** `SAPA_SECRET_KEY`. */
  readonly secretKey: string | undefined;
  /** `SAPA_API_TOKEN`: without one nobody may use `/api`. */
  readonly apiTokens?: readonly string[];
  /** What flows can run, with its settings resolved; nothing if absent. */
  readonly actions?: readonly LoadedActions[];
  /** The AI providers that flows can ask, likewise. */
  readonly providers?: readonly ReadyProvider[];
  /** What is never to be logged: no AI provider gets to see it either. */
  readonly secrets?: readonly string[];
  /** True: nothing more is taken in when the disk is nearly full, so that it never is. */
  readonly keepsDiskFree: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly net: Net;
  /** The way out for what flows and people had a say in. */
  readonly web: GuardedNet;
  readonly log: Log;
  /** Puts something between the engine and the store, such as a watcher. */
  readonly wrapStore?: (store: Store) => Store;
  /** Likewise between the engine and a channel. */
  readonly wrapChannel?: (channel: Channel, simulator: ChannelSimulator | undefined) => Channel;
  /** Gives accounts a simulator that outlives the bot; without it each has its own. */
  readonly connect?: Connect;
}

/** A bot, put together and not yet at work. */
export interface Wired {
  readonly engine: Engine;
  readonly store: Store;
  readonly records: Records;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly simulators: ReadonlyMap<AccountId, ChannelSimulator>;
  readonly http: Answering;
  /** Goes to work: call it when the HTTP server answers. */
  start(): Promise<void>;
  /** Finishes what is in hand; false if time ran out. See `Lifecycle`. */
  drain(): Promise<boolean>;
  /** Erases a person: rows, files, what networks keep. */
  readonly erasePerson: ErasePerson;
  /** What new conversations begin on. */
  readonly flows: ActiveFlows;
  /** What commands on this machine may ask of it; see `serveControl`. */
  readonly verbs: ReadonlyMap<string, ControlVerb>;
  /** Stops plugins and store, in the reverse order of their opening; after the HTTP server. */
  close(): Promise<void>;
  /** Ends all of it as a kill does: what is not durable yet never is. */
  abandon(): void;
}

/** The composition root: makes every part of a running bot and hands each what it needs. */
export async function wireBot(options: WireOptions): Promise<Wired> {
  const { bot, dataFolder, clock, random, log } = options;
  openDataFolder(dataFolder);
  const { secretKey, codec, ring, erasures } = openDataKey(options);
  const bounds = options.keepsDiskFree ? diskBounds(dataFolder) : undefined;
  const file = join(dataFolder, "sapa.db");
  const {
    store: bare,
    records,
    abandon,
  } = openSqliteStore({
    file,
    clock,
    random,
    log,
    leaseMs,
    codec,
    erasures,
    ...bounds,
  });
  const store = options.wrapStore?.(bare) ?? bare;
  const opened: OpenChannel[] = [];
  try {
    // After the store: it has made sure that no other process works in this folder.
    const files = openFileFolder({
      folder: join(dataFolder, "files"),
      random,
      ring,
      maxBytes: maxFileBytes,
      minFreeBytes: bounds?.minFreeBytes ?? 0,
    });
    const active = await startFlows({ records, clock, log }, bot.programs);
    const overrides = await records.settingOverrides();
    const templates = createTemplateBook(await records.templates());
    const kept = { active, overrides, templates, abandon };
    const parts = { store, records, files, ring, erasures, secretKey, opened, ...kept };
    return assemble(options, parts);
  } catch (error) {
    for (const channel of opened.toReversed()) channel.stop();
    await store.close();
    throw error;
  }
}

interface Opened {
  readonly store: Store;
  readonly records: Records;
  readonly files: FileStore;
  readonly ring: KeyRing;
  readonly erasures: ErasureList;
  readonly secretKey: Uint8Array;
  /** Grows as channels are opened, so that a failure can stop those that were. */
  readonly opened: OpenChannel[];
  readonly active: ActiveSet;
  /** What operators have set by commands. */
  readonly overrides: readonly SettingOverride[];
  /** What networks told of templates. */
  readonly templates: TemplateBook;
  readonly abandon: () => void;
}

function assemble(options: WireOptions, parts: Opened): Wired {
  const { bot, clock, random, log } = options;
  const { store, records } = parts;
  const { channels, simulators } = openChannels(options, parts, (account, webhook) =>
    deliverWebhook(http, account, webhook),
  );
  const live = createLiveSettings(bot.config, options.variables, parts);
  const settings = live.engine;
  const doers = openDoers(options, parts, channels, settings, (send) => engine.queueSend(send));
  const { erasePerson } = doers;
  const broadcasts = openBroadcasts(options, { records, channels, settings, engine: () => engine });
  const hands = { channels, live, broadcasts, erasePerson, engine: () => engine };
  const operators = openOps({ ...options, ...parts, ...hands });
  const engine: Engine = createEngine({
    store,
    channels,
    flows: createFlowSet(programsOf(parts.active)),
    prepareFlows: prepareCompiler,
    loadProgram: (revision) => loadRevision(records, revision, log),
    runActivity: doers.run,
    readBroadcast: readStartedBroadcast,
    records,
    settings,
    templates: { book: parts.templates, owners: ownersOf(bot.config) },
    operators,
    onLoop: createLoopNotice(bot.config, { ...hands, clock, log }),
    clock,
    random,
    log,
    secretKey: deriveKey(parts.secretKey, "callback"),
  });
  const onChange = (programs: readonly Program[]) => {
    approveTemplates(simulators, programs, bot.config.locales, bot.templates);
    engine.useFlows(createFlowSet(programs));
  };
  const flows = createActiveFlows({ records, bot, clock, log, onChange }, parts.active);
  const life = createLifecycle({ engine, store, clock });
  const http = openHttp(options, engine, [...channels.keys()], life);
  return {
    engine,
    store,
    records,
    channels,
    simulators,
    http,
    async start() {
      await life.start();
      await keepConfig(records, bot, clock);
      doers.start();
      void checkChannels(channels, log);
    },
    drain() {
      doers.pause();
      return life.drain();
    },
    erasePerson,
    flows,
    verbs: gatherVerbs({
      ...parts,
      folder: bot.folder,
      flows,
      broadcasts,
      operators,
      settings,
      engine,
      channels,
      erasePerson,
      clock,
      providers: doers.verbs,
    }),
    ...endsOf(parts, doers),
  };
}

function endsOf(
  { store, abandon, opened }: Opened,
  doers: { stop(): void },
): Pick<Wired, "close" | "abandon"> {
  const stopPlugins = () => {
    doers.stop();
    for (const channel of opened.toReversed()) channel.stop();
  };
  return {
    async close() {
      stopPlugins();
      await store.close();
    },
    abandon() {
      abandon();
      stopPlugins();
    },
  };
}

/** What answers webhooks, `/api` and who asks how the bot is. */
function openHttp(
  { apiTokens = [], clock, log }: WireOptions,
  engine: Engine,
  accounts: readonly AccountId[],
  life: Lifecycle,
): Answering {
  return createHttpApp({
    engine,
    accounts: new Map(accounts.map((account) => [account, account])),
    findObstacles: () => life.findObstacles(),
    apiTokens,
    isClosed: () => life.isClosed(),
    clock,
    log,
  });
}

/** Tells owners in chat what only they can mend. */
function openOwnerNotice(
  { bot, clock, log }: WireOptions,
  providers: ReadonlyMap<string, AiProvider>,
  channels: ReadonlyMap<AccountId, Channel>,
  { bot: { locales, timeZone } }: EngineSettings,
  queueSend: Engine["queueSend"],
) {
  const { operators } = bot.config;
  const ports = { channels, queueSend, clock, log };
  return createOwnerNotice({ operators, providers, locale: locales[0], timeZone, ...ports });
}

/** Who does what flows ask for: files, actions, AI. */
function openDoers(
  options: WireOptions,
  { store, records, files, secretKey }: Opened,
  channels: ReadonlyMap<AccountId, Channel>,
  settings: EngineSettings,
  queueSend: Engine["queueSend"],
) {
  const { bot, clock, random, log } = options;
  const ports = { ...options, records };
  const media = createMedia({
    channels,
    files,
    records,
    clock,
    random,
    log,
    maxBytes: settings.intake.mediaMaxBytes,
    keepsMs: settings.retention.mediaMs,
  });
  const actions = openActions(options.actions ?? [], ports);
  const providers = openProviders(options.providers ?? [], ports);
  const runAction = createActionRunner(actions.sets);
  const aiSettings = toAiSettings(bot.config);
  const knowledge = openBotKnowledge(bot, {
    ...ports,
    ...providers,
    settings: aiSettings,
    account: [...channels.keys()][0],
    store,
  });
  const runAi = createAi({
    ...providers,
    settings: aiSettings,
    actions: new Map((bot.catalog.actions ?? []).map((action) => [action.name, action])),
    runAction,
    ...knowledge.source,
    permit: createAiPermit(settings.consent.purposes, clock),
    onAuthLost: openOwnerNotice(options, providers.providers, channels, settings, queueSend),
    store,
    records,
    channels,
    files,
    clock,
    random,
    log,
    secretKey: deriveKey(secretKey, "ai"),
    secrets: options.secrets ?? [],
  });
  const chores = createChores(bot.config, {
    records,
    media,
    dataFolder: options.dataFolder,
    channels,
    clock,
    log,
  });
  const { verbs, stop: stopTasks } = providerVerbs(providers, clock);
  const { erasePerson } = chores;
  const { timeZone } = settings.bot;
  const ownData = createOwnData({ records, media, erase: erasePerson, timeZone, clock, log });
  return {
    erasePerson,
    start() {
      chores.start();
      knowledge.start();
    },
    pause: () => chores.stop(),
    verbs,
    run: createRunActivity(media, runAction, runAi, ownData),
    stop() {
      chores.stop();
      stopTasks();
      knowledge.close();
      providers.stop();
      actions.stop();
    },
  };
}
