import { z } from "zod";
import { needPurpose } from "#core/app/consent/need-purpose.ts";
import type { Engine } from "#core/engine/create-engine.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { type AccountId, accountId } from "#core/lib/ids.ts";
import { toJson } from "#core/lib/json.ts";
import { type Millis, secondMs } from "#core/lib/millis.ts";
import type { PurposeRules } from "#core/model/consent.ts";
import { type MessageOut, messageOutSchema } from "#core/model/message-out.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records, SendRecord } from "#core/model/ports/records.ts";
import { readAddress } from "#core/model/read-address.ts";
import { operatorPurpose } from "#core/model/send.ts";
import { sendErrorSchema } from "#core/model/status.ts";

export interface SendVerbsDeps {
  readonly engine: Pick<Engine, "queueSend">;
  readonly records: Records;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly purposes: PurposeRules;
  readonly clock: Clock;
}

/** Longest wait for the network's word; after that the message is still in the outbox. */
const patienceMs = 15 * secondMs;
const lookEveryMs = 50;
/** The newest messages, among which it is. */
const lookedAt = 200;

/** What became of it; `waiting`: its turn is not over yet. */
export const sentSchema = z.object({
  id: z.string().optional(),
  state: z.string(),
  reason: z.string().optional(),
  error: sendErrorSchema.optional(),
});

const inputSchema = z.strictObject({
  account: z.string(),
  to: z.string().min(1),
  message: messageOutSchema,
  /** Absent: from a person of ours, which is for no purpose of bot.yaml. */
  purpose: z.string().optional(),
  who: z.string(),
});

/** The verb of `sapa send`: one message through every gate, waited for. */
export function sendVerbs(deps: SendVerbsDeps): ReadonlyMap<string, ControlVerb> {
  const { engine, channels, purposes, clock } = deps;
  return new Map([
    [
      "message.send",
      defineControlVerb(inputSchema, async ({ account, to: person, message, purpose, who }) => {
        const channel = channels.get(accountId(account));
        if (channel === undefined) {
          throw new BotError("USE_WRONG", `there is no account "${account}"`, {
            hint: `There are: ${[...channels.keys()].join(", ")}.`,
          });
        }
        if (purpose !== undefined) needPurpose(purposes, purpose);
        const startedAt = clock.now();
        const to = { scope: channel.kind, addresses: [readAddress(person)] };
        const request = { account: channel.account, to, message, by: who };
        await engine.queueSend(purpose === undefined ? request : { ...request, purpose });
        const wanted = { purpose: purpose ?? operatorPurpose, message, startedAt };
        const send = await awaitSend(deps, channel, person, wanted);
        return toJson(
          send === undefined
            ? { state: "waiting" }
            : sentSchema.parse({
                id: send.id,
                state: send.state,
                ...(send.reason === undefined ? {} : { reason: send.reason }),
                ...(send.error === undefined ? {} : { error: send.error }),
              }),
        );
      }),
    ],
  ]);
}

/** The send as it ended, or as it is when patience is over; undefined if the turn is not over yet. */
async function awaitSend(
  deps: SendVerbsDeps,
  channel: Channel,
  person: string,
  wanted: Wanted,
): Promise<SendRecord | undefined> {
  const { records, clock } = deps;
  let found: SendRecord | undefined;
  while (clock.now() - wanted.startedAt < patienceMs) {
    found =
      found === undefined
        ? await findSend(deps, channel, person, wanted)
        : await lookAgain(records, found);
    if (found !== undefined && !["queued", "sending"].includes(found.state)) return found;
    await new Promise<void>((resolve) => {
      clock.after(lookEveryMs, resolve);
    });
  }
  return found;
}

interface Wanted {
  readonly purpose: string;
  readonly message: MessageOut;
  readonly startedAt: Millis;
}

async function findSend(
  { records }: SendVerbsDeps,
  { kind: scope }: Channel,
  person: string,
  { purpose, message, startedAt }: Wanted,
): Promise<SendRecord | undefined> {
  const contact = await records.findContact(scope, readAddress(person));
  const text = JSON.stringify(message);
  for (const send of await records.sends({ limit: lookedAt })) {
    if (send.queuedAt < startedAt || send.purpose !== purpose) continue;
    if (JSON.stringify(send.message) !== text) continue;
    const talk = await records.conversation(send.conversation);
    if (talk !== undefined && talk.contact === contact?.id) return send;
  }
  return undefined;
}

async function lookAgain(records: Records, send: SendRecord): Promise<SendRecord> {
  const { conversation, id } = send;
  const newest = await records.sends({ conversation, limit: lookedAt });
  return newest.find((it) => it.id === id) ?? send;
}
