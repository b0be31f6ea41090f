import type { AllowList } from "#core/gate/decide-admit.ts";
import type { Rate } from "#core/lib/duration.ts";
import type { Pace } from "#core/lib/gcra.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { dayMs, hourMs, type Millis, minuteMs, secondMs } from "#core/lib/millis.ts";
import type { Budgets } from "#core/model/budget.ts";
import type { Coverage, PurposeRules } from "#core/model/consent.ts";
import type { SendClass } from "#core/model/message-out.ts";
import type { TemplateRefusal } from "#core/model/template.ts";

/** Everything about a bot that the engine needs; made from bot.yaml by the composition root. */
export interface EngineSettings {
  readonly bot: {
    readonly name: string;
    /** BCP 47; the first is the default. */
    readonly locales: readonly [string, ...string[]];
    readonly timeZone: string;
    /** The flow that `menu` starts. */
    readonly menuFlow: string | undefined;
    /** How soon a human answers, as the person is told; milliseconds. */
    readonly humanReplyMs: number | undefined;
    /** Values that flows see as `env.*`. */
    readonly env: Readonly<Record<string, string>>;
    /** Whether texts of a flow that follow each other go out as one message, which costs less. */
    readonly mergesTexts: boolean;
    /** True when the business is open at a moment; undefined: it has no hours. */
    readonly isOpenAt: ((at: number) => boolean) | undefined;
  };
  readonly consent: ConsentSettings;
  /** Ids and numbers of those who alone may talk to the bot; undefined: everybody may. */
  readonly allow: AllowList;
  /** What is known of templates; it changes while the engine works. */
  readonly templates: TemplateStates;
  /** Since when the bot is paused: nobody is answered, and nothing leaves by itself. */
  readonly pausedAt: Millis | undefined;
  readonly limits: {
    /** Messages of one contact that are handled; what is over is told once. */
    readonly contact: Rate;
    /** What becomes of what is over: refused, answered later, or given to a person of ours. */
    readonly over: "drop" | "queue" | "handoff";
    /** Messages per account: the vendor's throughput with room left for what comes in. */
    readonly account: Pace;
    /** Messages from one account to one person. */
    readonly pair: Pace;
    /** How often flows may begin, by their names; `*` is every other. */
    readonly flows: Readonly<Record<string, FlowLimit>>;
    /** When two machines seem to write to each other; undefined: that is not looked for. */
    readonly loop: LoopSettings | undefined;
    /** The most that messages may cost; undefined: no bounds. */
    readonly budget: Budgets | undefined;
  };
  /** What becomes of free-form messages while the window is closed; undefined: they are blocked for good. */
  readonly window: WindowSettings | undefined;
  readonly intake: {
    /** A message older than this when it arrives is kept and shown, not answered by itself. */
    readonly staleAfterMs: number;
    /** How long a turn waits for further texts of the person; 0: each text is a turn. */
    readonly debounceMs: number;
    /** The largest file of a person that is kept. */
    readonly mediaMaxBytes: number;
    /** Whether somebody writes voice notes down, for flows that take them like typed words. */
    readonly hearsVoice: boolean;
  };
  readonly retention: {
    /** How long files of people are kept. */
    readonly mediaMs: number;
  };
  /** Waits before each further try of a turn that failed; after the last the event is parked. */
  readonly turnRetriesMs: readonly number[];
  readonly outbox: OutboxSettings;
  /** How long a handoff keeps the bot silent if nobody says otherwise. */
  readonly handoffMs: number;
  /** How long the bot is silent after a person of ours answered from the phone. */
  readonly echoPauseMs: number;
  /** Conversations that are handled side by side. */
  readonly turnsInFlight: number;
  /** Sends the read receipt, with "typing…" when an answer follows. */
  readonly acknowledges: boolean;
}

export interface TemplateStates {
  /** Why a network would not take a template at a moment; undefined: nothing is known against it. */
  refusal(
    account: AccountId,
    template: { readonly name: string; readonly language: string },
    now: Millis,
  ): TemplateRefusal | undefined;
}

export interface FlowLimit {
  /** Beginnings with one person, and with all together; undefined: no bounds. */
  readonly contact?: Rate | undefined;
  readonly everybody?: Rate | undefined;
  /** What becomes of what is over: refused, begun later, or given to a person of ours. */
  readonly over: "drop" | "queue" | "handoff";
}

export interface LoopSettings {
  /** It is looked whenever so many texts came in a row, none of them after a longer pause. */
  readonly after: number;
  readonly pauseMs: number;
  /** How long nobody is answered then. */
  readonly silentMs: number;
}

export interface WindowSettings {
  /** They go when the person writes within this time, else never. */
  readonly holdMs: number;
  /** An approved template without variables that asks the person to write; once for each closed window. */
  readonly template: string | undefined;
}

/** What people are told and asked; made from bot.yaml. */
export interface ConsentSettings {
  readonly purposes: PurposeRules;
  /** The purpose of what the network calls marketing; undefined: the bot has none. */
  readonly marketing: string | undefined;
  /** What everybody is told with the first answer; undefined: they are told elsewhere. */
  readonly disclosure: Disclosure | undefined;
  /** Asks for a purpose, by purpose and locale. */
  readonly questions: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** `covers` is its substance: whoever was told of less is told again. */
export interface Disclosure {
  readonly covers: Coverage;
  /** By locale of the bot. */
  readonly texts: Readonly<Record<string, string>>;
}

export interface OutboxSettings {
  readonly sendsInFlight: number;
  /** How long an unknown outcome waits for a receipt. Source: reliability of sends, measured. */
  readonly graceMs: Readonly<Record<SendClass, number>>;
  /** Certain refusals of one message before it is given up. */
  readonly maxRefusals: number;
  /** Attempts of one message with an unknown outcome before a person has to look. */
  readonly maxUnknowns: number;
  /** First and longest pause of an account whose owner has to mend something. */
  readonly pauseMs: { readonly first: number; readonly longest: number };
}

/** Careful defaults; the limits are the Cloud API's with room left. Source: Cloud API, 4.3. */
export const defaultEngineSettings: Omit<EngineSettings, "bot"> = {
  consent: {
    purposes: new Map(),
    marketing: undefined,
    disclosure: undefined,
    questions: new Map(),
  },
  allow: undefined,
  templates: { refusal: () => undefined },
  pausedAt: undefined,
  limits: {
    contact: { count: 20, periodMs: minuteMs },
    over: "drop",
    account: { everyMs: secondMs / 60, burst: 10 },
    pair: { everyMs: 6 * secondMs, burst: 10 },
    flows: {},
    loop: { after: 12, pauseMs: 15 * secondMs, silentMs: 30 * minuteMs },
    budget: undefined,
  },
  window: undefined,
  intake: {
    staleAfterMs: hourMs,
    debounceMs: 0,
    mediaMaxBytes: 100 * 1_048_576,
    hearsVoice: false,
  },
  retention: { mediaMs: 30 * dayMs },
  turnRetriesMs: [1 * secondMs, 5 * secondMs],
  outbox: {
    sendsInFlight: 256,
    graceMs: {
      prompt: 120 * secondMs,
      reply: 120 * secondMs,
      template: 600 * secondMs,
      campaign: 600 * secondMs,
    },
    maxRefusals: 8,
    maxUnknowns: 3,
    pauseMs: { first: 30 * secondMs, longest: 10 * minuteMs },
  },
  handoffMs: dayMs,
  echoPauseMs: hourMs,
  turnsInFlight: 64,
  acknowledges: true,
};
