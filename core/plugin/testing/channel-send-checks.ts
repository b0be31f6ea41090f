import assert from "node:assert/strict";
import type { MessageOut } from "#core/model/message-out.ts";
import type { ChannelOutcome } from "#core/model/ports/channel.ts";
import type { Net, NetReply } from "#core/model/ports/net.ts";
import { nextDelivery } from "#core/model/status.ts";
import { channelLimitChecks } from "./channel-limit-checks.ts";
import { channelMediaChecks } from "./channel-media-checks.ts";
import { channelRichChecks } from "./channel-rich-checks.ts";
import {
  type ChannelCheck,
  type ChannelWorld,
  lastAddresses,
  lastMessage,
  sari,
} from "./channel-world.ts";

/** What a send must become. */
export const channelSendChecks: readonly ChannelCheck[] = [
  {
    name: "a text arrives as it was given and is told by the vendor's id",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      for (const text of [
        "Halo juga",
        'emoji 👋🏽 "quoted" \\ /\nnew line',
        "*bold* _it_ `code`",
      ]) {
        const outcome = await world.sendText(text);
        const shown = world.simulator.shown().at(-1);
        assert.deepEqual(outcome, { kind: "accepted", vendorId: shown?.vendorId });
        assert.equal(shown?.text, text);
      }
    },
  },
  {
    name: "receipts carry the vendor's id and our callback, and only move forward",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      const outcome = await world.sendText("Halo juga", "v1:outbox-7:1:0a1b2c3d");
      await world.quiet();
      assert.ok(world.statuses.length >= 2, "sent and delivered, at least");
      let delivery: ReturnType<typeof nextDelivery> | undefined;
      for (const status of world.statuses) {
        assert.equal(status.vendorId, outcome.kind === "accepted" ? outcome.vendorId : "");
        assert.equal(status.callback, "v1:outbox-7:1:0a1b2c3d");
        delivery = nextDelivery(delivery, status.status);
      }
      assert.ok(delivery === "delivered" || delivery === "read");
      assert.equal(world.events.length, 1, "a receipt is no event");
    },
  },
  {
    name: "the id of a tapped option comes back, and what it answers",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      for (const message of choices(world)) {
        const outcome = await sendTo(world, message);
        assert.equal(outcome.kind, "accepted");
        await world.simulator.act(sari, { kind: "choice", choice: "Kopi susu" });
        const reply = lastMessage(world);
        assert.equal(reply.kind === "choice" ? reply.choice : undefined, awkwardId);
        assert.equal(reply.replyTo, outcome.kind === "accepted" ? outcome.vendorId : "");
      }
    },
  },
  {
    name: "a rate limit is tried again later, and nothing was sent",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      world.simulator.setFaults({ rateLimited: 1 });
      for (let count = 0; count < 20; count += 1) {
        const outcome = await world.sendText("Halo juga");
        assert.equal(outcome.kind, "retry");
        assert.ok(outcome.kind === "retry" && outcome.afterMs >= 100);
      }
      assert.equal(world.simulator.shown().length, 0);
    },
  },
  {
    name: "a lost answer is unknown, and the receipt tells that it was sent",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      world.simulator.setFaults({ lostAnswer: 1 });
      assert.equal((await world.sendText("Halo juga", "v1:lost")).kind, "unknown");
      assert.equal(world.simulator.shown().length, 1);
      await world.quiet();
      assert.equal(world.statuses[0]?.callback, "v1:lost");
      assert.equal(world.statuses[0]?.vendorId, world.simulator.shown()[0]?.vendorId);
    },
  },
  {
    name: "a lost request or a server error is never told as sent or as final",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      for (const faults of [{ lostRequest: 1 }, { serverError: 1 }]) {
        world.simulator.setFaults(faults);
        for (let count = 0; count < 10; count += 1) {
          const before = world.simulator.shown().length;
          const outcome = await world.sendText("Halo juga");
          const wasTaken = world.simulator.shown().length > before;
          const allowed = wasTaken ? ["unknown"] : ["unknown", "retry"];
          assert.ok(allowed.includes(outcome.kind), `${outcome.kind}, taken: ${wasTaken}`);
        }
      }
    },
  },
  {
    name: "what the net does becomes an outcome and never a throw",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      for (const [reply, kind] of netReplies) {
        const channel = world.remake({ net: answering(reply) });
        const to = lastAddresses(world);
        const outcome = await channel.send({ to, message: hello, callback: "c" });
        assert.equal(outcome.kind, kind, JSON.stringify(reply));
        await channel.acknowledge("no-such-message", true);
        assert.notEqual(await channel.check(), undefined);
      }
    },
  },
  {
    name: "an account that the network refuses is paused, and the check says so",
    run: async (world, subject) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      assert.equal(await world.channel.check(), undefined);
      const refused = world.remake({ settings: { ...subject.settingsThatPause } });
      const to = lastAddresses(world);
      const outcome = await refused.send({ to, message: hello, callback: "c" });
      assert.equal(outcome.kind, "paused");
      assert.notEqual((await refused.check())?.action ?? "", "");
    },
  },
  {
    name: "a contact without an address is rejected",
    run: async (world) => {
      const outcome = await world.channel.send({ to: [], message: hello, callback: "c" });
      assert.equal(outcome.kind, "rejected");
    },
  },
  {
    name: "an acknowledgement of a person's message does no harm",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      await world.channel.acknowledge(lastMessage(world).id, true);
      await world.channel.acknowledge(lastMessage(world).id, false);
      assert.equal(world.simulator.shown().length, 0);
    },
  },
  ...channelLimitChecks,
  ...channelMediaChecks,
  ...channelRichChecks,
];

const hello: MessageOut = { kind: "text", text: "Halo juga" };
const awkwardId = "run 7:step/2 é☕ {}";

function sendTo(world: ChannelWorld, message: MessageOut): Promise<ChannelOutcome> {
  return world.channel.send({ to: lastAddresses(world), message, callback: "c" });
}

/** A message of each kind that the channel can offer choices with. */
function choices(world: ChannelWorld): readonly MessageOut[] {
  const { buttons, list } = world.channel.capabilities;
  const options = [
    { id: awkwardId, title: "Kopi susu" },
    { id: "b", title: "Teh" },
  ];
  const messages: MessageOut[] = [];
  if (buttons !== undefined) messages.push({ kind: "buttons", text: "Pilih", options });
  if (list !== undefined) {
    const sections = [{ rows: options }];
    messages.push({ kind: "list", text: "Pilih", button: "Lihat", sections });
  }
  return messages;
}

const netReplies: readonly (readonly [NetReply, ChannelOutcome["kind"]])[] = [
  [{ kind: "unsent", reason: "no such host" }, "retry"],
  [{ kind: "broken", reason: "timed out" }, "unknown"],
  [{ kind: "answer", status: 200, headers: {}, body: "" }, "unknown"],
  [{ kind: "answer", status: 200, headers: {}, body: "<html>" }, "unknown"],
  [{ kind: "answer", status: 200, headers: {}, body: "{}" }, "unknown"],
  [{ kind: "answer", status: 200, headers: {}, body: "[null]" }, "unknown"],
  [{ kind: "answer", status: 500, headers: {}, body: "null" }, "unknown"],
  [{ kind: "answer", status: 503, headers: {}, body: "busy" }, "unknown"],
  [{ kind: "answer", status: 429, headers: {}, body: "" }, "retry"],
];

function answering(reply: NetReply): Net {
  return { request: () => Promise.resolve(reply) };
}
