import { z } from "zod";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/** The longest that a model may take to be fetched, or a person to sign in. */
const limitMs = 12 * 60 * minuteMs;
/** A caller who waits for news is answered by then, with or without. */
const newsWithinMs = 20 * secondMs;

/**
 * How far a long work on a provider is. `version` grows with each change: whoever has seen one asks for
 * what comes after it. `going`: `signIn` is what the person has to do, `install` how far a model is.
 */
export const taskStateSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("going"),
    version: z.int(),
    signIn: z.object({ url: z.string(), code: z.string(), expiresInMs: z.number() }).optional(),
    install: z
      .object({
        model: z.string(),
        phase: z.string(),
        doneBytes: z.number().optional(),
        totalBytes: z.number().optional(),
      })
      .optional(),
  }),
  z.object({ kind: z.literal("done"), version: z.int(), account: z.string().optional() }),
  z.object({
    kind: z.literal("failed"),
    version: z.int(),
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
  }),
]);
export type TaskState = z.infer<typeof taskStateSchema>;
type Going = Pick<Extract<TaskState, { kind: "going" }>, "signIn" | "install">;

export type TaskKind = "login" | "pull";

interface Task {
  readonly kind: TaskKind;
  state: TaskState;
  readonly abort: AbortController;
  readonly waiting: Set<() => void>;
}

/**
 * What takes longer than a question may: signing in, fetching a model. One at a time for each
 * provider; whoever asks for what is under way already joins it, and it goes on when they leave.
 */
export class ProviderTasks {
  readonly #providers: ReadonlyMap<string, AiProvider>;
  readonly #clock: Clock;
  readonly #tasks = new Map<string, Task>();

  constructor(providers: ReadonlyMap<string, AiProvider>, clock: Clock) {
    this.#providers = providers;
    this.#clock = clock;
  }

  /** Begins, or joins. Throws `AI_NOT_ABLE`, or `AI_BUSY` if something else of it is under way. */
  begin(name: string, kind: TaskKind): TaskState {
    const running = this.#tasks.get(name);
    if (running?.state.kind === "going") {
      if (running.kind === kind) return running.state;
      throw new BotError("AI_BUSY", `${name} is busy with a ${running.kind}`, {
        hint: "Wait until it is over, or stop it by stopping the bot.",
      });
    }
    const work = workOf(name, this.#providers.get(name), kind);
    const state: TaskState = { kind: "going", version: 0 };
    const task: Task = { kind, state, abort: new AbortController(), waiting: new Set() };
    this.#tasks.set(name, task);
    void this.#run(task, work);
    return state;
  }

  /** What is after the version that was seen, as soon as it is there; else as it is. */
  async news(name: string, seen: number): Promise<TaskState> {
    const task = this.#tasks.get(name);
    if (task === undefined) throw new BotError("AI_NO_TASK", `nothing is under way for ${name}`);
    if (task.state.kind !== "going" || task.state.version > seen) return task.state;
    await new Promise<void>((resolve) => {
      const tell = () => {
        cancel();
        task.waiting.delete(tell);
        resolve();
      };
      const cancel = this.#clock.after(newsWithinMs, tell);
      task.waiting.add(tell);
    });
    return task.state;
  }

  /** Calls off what is under way. */
  stop(name?: string): void {
    for (const [key, { abort }] of this.#tasks)
      if (name === undefined || name === key) abort.abort();
  }

  async #run(task: Task, work: Work): Promise<void> {
    const change = (state: TaskState) => {
      if (task.state.kind !== "going") return;
      task.state = state;
      for (const tell of task.waiting) tell();
    };
    const next = () => task.state.version + 1;
    const cancel = this.#clock.after(limitMs, () => task.abort.abort());
    const onAbort = () =>
      change({ kind: "failed", version: next(), code: "AI_ABORTED", message: "it was called off" });
    task.abort.signal.addEventListener("abort", onAbort, { once: true });
    try {
      const tell = (going: Going) => change({ kind: "going", version: next(), ...going });
      const account = await work(tell, task.abort.signal);
      change({ kind: "done", version: next(), ...(account === undefined ? {} : { account }) });
    } catch (error) {
      change({ kind: "failed", version: next(), ...describe(error) });
    } finally {
      cancel();
    }
  }
}

type Work = (tell: (going: Going) => void, signal: AbortSignal) => Promise<string | undefined>;

function workOf(name: string, provider: AiProvider | undefined, kind: TaskKind): Work {
  const { signIn, installer } = provider ?? {};
  if (kind === "login") {
    if (signIn === undefined) throw unable(name, "nobody signs in to it");
    return (tell, signal) => signIn.begin((step) => tell({ signIn: { ...step } }), signal);
  }
  if (installer === undefined) throw unable(name, "its models are not fetched from here");
  return async (tell, signal) => {
    await installer.install((step) => tell({ install: { ...step } }), signal);
    return undefined;
  };
}

function unable(name: string, why: string): BotError {
  return new BotError("AI_NOT_ABLE", `${name}: ${why}`, {
    hint: "login is for providers that answer as a person (ai-copilot), pull for ai-ollama.",
  });
}

function describe(error: unknown) {
  if (!(error instanceof BotError)) return { code: "AI_SERVER", message: errorText(error) };
  const { message, hint } = error;
  return { code: String(error.code), message, ...(hint === undefined ? {} : { hint }) };
}
