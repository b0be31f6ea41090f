import assert from "node:assert/strict";
import type { MessageOut } from "#core/model/message-out.ts";
import type { ChannelOutcome } from "#core/model/ports/channel.ts";
import { expectEdge, letters, sendToLast } from "./channel-edges.ts";
import { type ChannelCheck, lastAddresses, sari } from "./channel-world.ts";

/** The declared limits are those of the network: what fits is taken, one more is refused. */
export const channelLimitChecks: readonly ChannelCheck[] = [
  {
    name: "a text of the declared length is taken, a longer one refused",
    run: async (world) => {
      const { maxChars } = world.channel.capabilities.text;
      await expectEdge(world, (extra) => ({ kind: "text", text: letters(maxChars + extra) }));
    },
  },
  {
    name: "buttons at every declared limit are taken, beyond any of them refused",
    run: async (world) => {
      const limits = world.channel.capabilities.buttons;
      if (limits === undefined) return;
      const message = (count: number, title = 0, body = 0, footer = 0, id = 0): MessageOut => ({
        kind: "buttons",
        text: letters(limits.bodyChars + body),
        footer: letters(limits.footerChars + footer),
        options: options(count, limits.titleChars + title, limits.idChars + id),
      });
      await expectEdge(world, (extra) => message(limits.max + extra));
      await expectEdge(world, (extra) => message(limits.max, extra));
      await expectEdge(world, (extra) => message(limits.max, 0, extra));
      await expectEdge(world, (extra) => message(limits.max, 0, 0, extra));
      await expectEdge(world, (extra) => message(limits.max, 0, 0, 0, extra));
    },
  },
  {
    name: "a list at every declared limit is taken, beyond any of them refused",
    run: async (world) => {
      const limits = world.channel.capabilities.list;
      if (limits === undefined) return;
      const message = (rows: number, title = 0, description = 0, button = 0): MessageOut => ({
        kind: "list",
        text: letters(limits.bodyChars),
        footer: letters(limits.footerChars),
        button: letters(limits.buttonChars + button),
        sections: [
          {
            title: letters(limits.sectionTitleChars),
            rows: options(rows, limits.titleChars + title, limits.idChars).map((option) => ({
              ...option,
              description: letters(limits.descriptionChars + description),
            })),
          },
        ],
      });
      await expectEdge(world, (extra) => message(limits.maxRows + extra));
      await expectEdge(world, (extra) => message(limits.maxRows, extra));
      await expectEdge(world, (extra) => message(limits.maxRows, 0, extra));
      await expectEdge(world, (extra) => message(limits.maxRows, 0, 0, extra));
    },
  },
  {
    name: "free text before the window opens or after it closes is rejected as that",
    run: async (world) => {
      const { windowMs, templates } = world.channel.capabilities;
      if (windowMs === undefined) return;
      const stranger = [{ kind: "phone", value: "6285500000001" }] as const;
      const message: MessageOut = { kind: "text", text: "Halo" };
      const early = await world.channel.send({ to: stranger, message, callback: "c" });
      assert.equal(effectOf(early), "window-closed");
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      await world.clock.advance(windowMs - 60_000);
      assert.equal((await world.sendText("dalam 24 jam")).kind, "accepted");
      await world.clock.advance(120_000);
      assert.equal(effectOf(await world.sendText("terlambat")), "window-closed");
      if (!templates) return;
      world.simulator.approve({ name: "reminder", language: "id" });
      const template: MessageOut = { kind: "template", name: "reminder", language: "id" };
      const to = lastAddresses(world);
      const reminder = await world.channel.send({ to, message: template, callback: "c" });
      assert.equal(reminder.kind, "accepted");
      assert.equal(world.simulator.shown().at(-1)?.template?.name, "reminder");
    },
  },
  {
    name: "a template carries its values, and one that is not approved is rejected",
    run: async (world) => {
      if (!world.channel.capabilities.templates) return;
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      world.simulator.approve({ name: "order_ready", language: "id" });
      const message: MessageOut = {
        kind: "template",
        name: "order_ready",
        language: "id",
        body: ["Sari", "10.00"],
      };
      assert.equal((await sendToLast(world, message)).kind, "accepted");
      assert.deepEqual(world.simulator.shown().at(-1)?.template?.values, ["Sari", "10.00"]);
      assert.equal((await sendToLast(world, { ...message, language: "en" })).kind, "rejected");
    },
  },
  {
    name: "a reaction reaches the message that it is for",
    run: async (world) => {
      if (!world.channel.capabilities.reactions) return;
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      const body = world.events[0]?.body;
      const target = body?.kind === "message" ? body.message.id : "";
      const outcome = await sendToLast(world, { kind: "reaction", target, emoji: "👍" });
      assert.equal(outcome.kind, "accepted");
      assert.equal(world.simulator.shown().at(-1)?.text, "👍");
    },
  },
];

function effectOf(outcome: ChannelOutcome): string {
  return outcome.kind === "rejected" ? outcome.effect : outcome.kind;
}

/** Options with titles and ids of exactly these lengths, no two alike. */
function options(count: number, titleChars: number, idChars: number) {
  return Array.from({ length: count }, (_, index) => {
    const mark = String.fromCharCode(97 + index);
    return { id: mark.repeat(idChars), title: mark.repeat(titleChars) };
  });
}
