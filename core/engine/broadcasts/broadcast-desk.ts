import type { BroadcastPlan } from "#core/flow/broadcast/broadcast-plan.ts";
import { formatFinding } from "#core/flow/code-frame.ts";
import type { FlowSource } from "#core/flow/compile-flows.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { accountId } from "#core/lib/ids.ts";
import type {
  Broadcast,
  BroadcastSend,
  BroadcastState,
  RecipientCount,
} from "#core/model/broadcast.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { BroadcastsDeps } from "./broadcasts.ts";
import { type AudienceCount, countAudience } from "./count-audience.ts";

/** Codes of this folder. */
type BroadcastCode =
  | "BROADCAST_INVALID"
  | "BROADCAST_ACCOUNT"
  | "BROADCAST_EXISTS"
  | "BROADCAST_UNKNOWN"
  | "BROADCAST_STATE";

/** Messages with an unknown outcome that are listed at most. */
const listedUnknown = 10_000;

export interface BroadcastStatus {
  readonly broadcast: Broadcast;
  /** The audience by its fate; the counts add up to it. */
  readonly counts: readonly RecipientCount[];
  /** Messages that may have arrived and are not sent again, the newest first. */
  readonly unknown: readonly BroadcastSend[];
}

/** What people may do with broadcasts. What cannot be done is thrown as a `BROADCAST_…` error. */
export interface BroadcastDesk {
  plan(source: FlowSource): Promise<AudienceCount>;
  start(source: FlowSource, by: string): Promise<Broadcast>;
  status(name: string): Promise<BroadcastStatus>;
  list(limit: number): Promise<readonly Broadcast[]>;
  /** What is in the line already, two seconds' worth at most, still leaves. */
  pause(name: string, by: string): Promise<Broadcast>;
  resume(name: string, by: string): Promise<Broadcast>;
  /** For ever; what is in the line and not on the wire is taken out. */
  stop(name: string, by: string): Promise<Broadcast>;
}

export type DeskDeps = Omit<BroadcastsDeps, "onQueued" | "read" | "log"> & {
  /** Called when one was begun, resumed or ended. */
  readonly onChange: () => void;
  /** Reads a file with all that bot.yaml and plugins say today. */
  readonly check: BroadcastsDeps["read"];
};

export function createBroadcastDesk(deps: DeskDeps): BroadcastDesk {
  const { records, clock } = deps;

  async function need(name: string): Promise<Broadcast> {
    const broadcast = await records.broadcast(name);
    if (broadcast !== undefined) return broadcast;
    const newest = await records.broadcasts({ limit: 5 });
    const names = newest.map((item) => item.name).join(", ");
    throw new BotError<BroadcastCode>("BROADCAST_UNKNOWN", `no broadcast ${name} was started`, {
      hint: names === "" ? "Start it: sapa broadcast start FILE." : `There are: ${names}.`,
    });
  }

  async function move(
    name: string,
    by: string,
    from: readonly BroadcastState[],
    to: BroadcastState,
  ): Promise<Broadcast> {
    const before = await need(name);
    const at = clock.now();
    const reason = to === "running" ? {} : { reason: `by ${by}` };
    if (!(await records.moveBroadcast(name, { from, to, at, ...reason }))) {
      throw new BotError<BroadcastCode>("BROADCAST_STATE", `${name} is ${before.state}`, {
        hint: `Only one that is ${from.join(" or ")} can become ${to}.`,
      });
    }
    await records.appendAudit({ at, who: by, what: `broadcast.${to}`, data: { name } });
    deps.onChange();
    return await need(name);
  }

  return {
    async plan(source) {
      const { plan, channel } = await read(deps, source);
      return await countAudience(deps, plan, channel);
    },
    async start(source, by) {
      const { plan, channel } = await read(deps, source);
      const { name, purpose } = plan;
      const { account } = channel;
      const startedAt = clock.now();
      const { file, text } = source;
      const news = { name, account, purpose, file, source: text, by, startedAt };
      if (!(await records.addBroadcast(news))) {
        throw new BotError<BroadcastCode>("BROADCAST_EXISTS", `${name} was started before`, {
          hint: "Nobody gets the same broadcast twice. For another one write another name.",
        });
      }
      const data = { name, account, purpose };
      await records.appendAudit({ at: startedAt, who: by, what: "broadcast.started", data });
      deps.onChange();
      return await need(name);
    },
    async status(name) {
      const broadcast = await need(name);
      // Read at one moment, so that they tell the same of who is unknown.
      const [counts, unknown] = await Promise.all([
        records.countRecipients(name),
        records.unknownSends(name, listedUnknown),
      ]);
      return { broadcast, counts, unknown };
    },
    list: (limit) => records.broadcasts({ limit }),
    pause: (name, by) => move(name, by, ["running"], "paused"),
    resume: (name, by) => move(name, by, ["paused"], "running"),
    stop: (name, by) => move(name, by, ["running", "paused"], "stopped"),
  };
}

async function read(
  deps: DeskDeps,
  source: FlowSource,
): Promise<{ readonly plan: BroadcastPlan; readonly channel: Channel }> {
  const { plan, findings } = await deps.check(source);
  if (plan === undefined) {
    const text = findings.map((finding) => formatFinding(finding, source.text)).join("\n");
    throw new BotError<BroadcastCode>("BROADCAST_INVALID", text, {
      hint: "Mend what is above; flows/README.md tells the language.",
    });
  }
  const names = [...deps.channels.keys()];
  const wanted = plan.account === undefined && names.length === 1 ? names[0] : plan.account;
  const channel = wanted === undefined ? undefined : deps.channels.get(accountId(wanted));
  if (channel !== undefined) return { plan, channel };
  const message =
    wanted === undefined ? "the bot has several accounts" : `there is no account ${wanted}`;
  throw new BotError<BroadcastCode>("BROADCAST_ACCOUNT", message, {
    hint: `Write account: ${names.join(" or ")}.`,
  });
}
