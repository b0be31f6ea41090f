import type { FlowSet } from "#core/flow/flow-set.ts";
import type { Program } from "#core/flow/program.ts";
import { createIdSource } from "#core/lib/id-source.ts";
import type { AccountId, RevisionId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Sender } from "#core/model/identity.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { Channel, WebhookRequest } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { AppliedStatus, Store } from "#core/model/ports/store.ts";
import { operatorPurpose } from "#core/model/send.ts";
import { createActivities, type RunActivity } from "./activities.ts";
import { createAiTurns } from "./ai-turns.ts";
import {
  type Broadcasts,
  type BroadcastsDeps,
  createBroadcasts,
  noBroadcasts,
} from "./broadcasts/broadcasts.ts";
import { createStages } from "./create-stages.ts";
import { createFlowLimit } from "./flow-limit.ts";
import { type GiveBack, giveBack } from "./give-back.ts";
import { hearStatuses } from "./hear-statuses.ts";
import { takeWebhook, type WebhookAnswer } from "./intake.ts";
import { createIntakeFirst } from "./intake-first.ts";
import { noOperators, type OperatorDesk } from "./operator-desk.ts";
import { createCallbacks } from "./outbox/callback.ts";
import { createOutbox } from "./outbox/outbox.ts";
import { createReceiptPayments } from "./outbox/receipt-payments.ts";
import { createReceiptWatch } from "./outbox/receipt-watch.ts";
import { createPrograms } from "./programs.ts";
import { createSchedules, noSchedules, type Schedules, type SchedulesDeps } from "./schedules.ts";
import type { EngineSettings } from "./settings.ts";
import type { BrokenLoop } from "./stages/loop.ts";
import { startWaiting } from "./start-waiting.ts";
import { type EventAnswer, type OutsideEvent, takeEvent } from "./take-event.ts";
import { type HearTemplatesDeps, hearTemplates } from "./templates/hear-templates.ts";
import type { Turn } from "./turn.ts";
import { createTurns } from "./turns.ts";
import { createWorkers } from "./workers.ts";

/** Activities that run beside each other. */
const activitiesInFlight = 64;

export interface EngineDeps {
  readonly store: Store;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly flows: FlowSet;
  /** An earlier revision, compiled; undefined if it is unknown or no longer compiles. */
  readonly loadProgram: (revision: RevisionId) => Promise<Program | undefined>;
  /** Asked before flows get work; undefined, or absent: they can begin at once. */
  readonly prepareFlows?: () => Promise<unknown> | undefined;
  readonly runActivity: RunActivity;
  /** Reads a broadcast's file as it was when it was started; absent: none is carried out. */
  readonly readBroadcast?: BroadcastsDeps["read"];
  /** Without them no schedule runs, no flow hears of receipts, nobody is found by our own id. */
  readonly records?: Records;
  /** Some of it may change while the engine works: nothing of it is kept anywhere. */
  readonly settings: EngineSettings;
  /** What is known of templates, and who is told of them; absent: nothing is kept of what is told. */
  readonly templates?: Pick<HearTemplatesDeps, "book" | "owners">;
  /** Hears of a loop of two machines that was broken, each time. */
  readonly onLoop?: (loop: BrokenLoop) => void;
  /** Takes operators' commands; without it there are none. */
  readonly operators?: OperatorDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Keys the callback data of sends; the same after a restart. */
  readonly secretKey: Uint8Array;
}

/** The shell: all effects and all time. */
export interface Engine {
  /** Resumes what was open; call it when webhooks are being answered. */
  start(): Promise<void>;
  /** Takes a webhook in; durable when it resolves to 200. Never rejects for what came in. */
  receive(account: AccountId, request: WebhookRequest): Promise<WebhookAnswer>;
  /** Puts a message of a person of ours into the line, through every gate; durable when resolved. */
  queueSend(request: QueueSend): Promise<void>;
  /**
   * The bot takes over again in all conversations of a person, from a person of ours or after a loop; under
   * one key once.
   */
  giveBack(request: GiveBack): Promise<void>;
  /** Takes an event of an outside system in; durable when it resolves to `new` or `duplicate`. */
  takeEvent(event: OutsideEvent): Promise<EventAnswer>;
  /** New runs start on these flows; live ones stay on their revision. */
  useFlows(flows: FlowSet): void;
  /** A broadcast was begun, resumed or ended in the records. */
  onBroadcasts(): void;
  /** True when nothing is in hand; what is due later does not count. */
  isIdle(): boolean;
  /** Stops claiming and waits for what is in hand; false if `timeoutMs` ran out first. */
  drain(timeoutMs: number): Promise<boolean>;
}

export interface QueueSend {
  readonly account: AccountId;
  readonly to: Sender;
  readonly message: MessageOut;
  /** One of bot.yaml's, which the gate then holds it to; absent: it is a person of ours who writes. */
  readonly purpose?: string;
  /** Who asked for it, for the audit. */
  readonly by: string;
  /** What was put into the line under the same key before is not put there again. */
  readonly key?: string;
}

/** Wires the engine's parts; nothing happens before `start`. */
export function createEngine(deps: EngineDeps): Engine {
  const { store, clock, random, log, settings, channels, records } = deps;
  const desk = deps.operators ?? noOperators;
  const newId = idsOf(deps);
  const seed = () => Math.floor(random.fraction() * 0x1_0000_0000);
  const programs = createPrograms(deps.flows, deps.loadProgram);
  const callbacks = createCallbacks(deps.secretKey);
  const takeFlowStart = createFlowLimit(deps);
  const stages = createStages({ ...deps, programs, desk, newId, seed, takeFlowStart });
  const settle = (turn: Turn) => startWaiting(turn, { settings, programs, seed, takeFlowStart });
  const base = { store, channels, settings, clock, log };

  const receipts = createReceiptWatch(log);
  const onOver = () => workers.onSendOver();
  const onEvent = () => workers.onTaken();
  const outbox = createOutbox({ ...base, records, callbacks, receipts, random, onOver, onEvent });
  const intakeFirst = createIntakeFirst(clock, () => workers.onFree());
  const turns = createTurns({
    ...base,
    intakeFirst,
    straight: outbox.straight,
    stages,
    desk,
    settle,
    isOwnInterrupt: (run, message) => programs.isOwnInterrupt(run, message),
    aiTurns: createAiTurns(),
    ...(deps.prepareFlows === undefined ? {} : { prepareFlows: deps.prepareFlows }),
    debounceOf: (run) => programs.debounceOf(run),
    onOver: (end) => workers.onTurnOver(end),
  });
  const activities = createActivities({
    ...base,
    run: deps.runActivity,
    maxInFlight: activitiesInFlight,
    onResult: () => workers.onResult(),
  });
  const plans = createPlans(deps, { ...base, programs, seed, onFired: onEvent, onQueued: onOver });
  const working = { turns, intakeFirst, outbox, activities, ...plans };
  const workers = createWorkers({ store, clock, log, ...working });
  const hear = (statuses: readonly AppliedStatus[]) =>
    hearStatuses(statuses, { heard: programs.receipts, records, now: clock.now(), log });
  const learned = { receipts, hear, learn: learnTemplates(deps), pay: createReceiptPayments(base) };
  const intake = { ...base, callbacks, ...learned, onTaken: onEvent };

  return {
    async start() {
      const { graceMs } = settings.outbox;
      await store.resume(clock.now(), (sendClass) => graceMs[sendClass]);
      workers.start();
    },
    receive(account, request) {
      intakeFirst.onArrival();
      return takeWebhook(intake, account, request);
    },
    async queueSend(request) {
      await store.ingest([operatorEvent(request, newId(), clock.now())]);
      workers.onTaken();
    },
    async giveBack(request) {
      await giveBack(deps, request);
      workers.onTaken();
    },
    async takeEvent(event) {
      const contact: Records["contact"] = async (id) => await records?.contact(id);
      const answer = await takeEvent({ store, channels, contact, clock }, event);
      if (answer === "new") workers.onTaken();
      return answer;
    },
    useFlows(flows) {
      programs.use(flows);
      workers.onPlanned();
    },
    onBroadcasts() {
      plans.broadcasts.onChange();
      workers.onPlanned();
    },
    isIdle: () => workers.isIdle(),
    drain: (timeoutMs) => workers.drain(timeoutMs),
  };
}

/** Takes in what is told of templates; undefined where nothing is kept of them. */
function learnTemplates({ templates, records, ...deps }: EngineDeps) {
  if (templates === undefined || records === undefined) return undefined;
  const parts = { ...deps, ...templates, records };
  return (events: readonly NewEvent[]) => hearTemplates(parts, events);
}

function idsOf({ clock, random }: Pick<EngineDeps, "clock" | "random">): () => string {
  return createIdSource(
    () => clock.now(),
    (count) => random.bytes(count),
  );
}

/** What happens by a plan rather than by an event. */
function createPlans(
  { records, readBroadcast: read }: EngineDeps,
  base: Omit<SchedulesDeps, "records"> & Omit<BroadcastsDeps, "records" | "read">,
): { readonly schedules: Schedules; readonly broadcasts: Broadcasts } {
  if (records === undefined) return { schedules: noSchedules, broadcasts: noBroadcasts };
  const schedules = createSchedules({ ...base, records });
  if (read === undefined) return { schedules, broadcasts: noBroadcasts };
  return { schedules, broadcasts: createBroadcasts({ ...base, records, read }) };
}

function operatorEvent(request: QueueSend, newId: string, now: Millis): NewEvent {
  const { account, to, message, by, key, purpose = operatorPurpose } = request;
  const act = { kind: "send", message, purpose } as const;
  const body = { kind: "operator", by, act } as const;
  const dedupeKey = key === undefined ? `operator:${newId}` : `operator-key:${key}`;
  return { account, dedupeKey, sender: to, body, occurredAt: now, receivedAt: now };
}
