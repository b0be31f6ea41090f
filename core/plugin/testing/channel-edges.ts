import assert from "node:assert/strict";
import type { MessageOut } from "#core/model/message-out.ts";
import type { ChannelOutcome } from "#core/model/ports/channel.ts";
import { type ChannelWorld, lastAddresses, sari } from "./channel-world.ts";

/** The message at the limit is taken, the one beyond it rejected and not shown. */
export async function expectEdge(
  world: ChannelWorld,
  message: (extra: 0 | 1) => MessageOut,
): Promise<void> {
  await world.simulator.act(sari, { kind: "text", text: "Halo" });
  const atLimit = await sendToLast(world, message(0));
  assert.equal(atLimit.kind, "accepted", JSON.stringify(atLimit));
  const count = world.simulator.shown().length;
  assert.equal((await sendToLast(world, message(1))).kind, "rejected");
  assert.equal(world.simulator.shown().length, count);
}

/** Sends to the last person who wrote. */
export function sendToLast(world: ChannelWorld, message: MessageOut): Promise<ChannelOutcome> {
  return world.channel.send({ to: lastAddresses(world), message, callback: "c" });
}

export function letters(count: number): string {
  return "a".repeat(count);
}
