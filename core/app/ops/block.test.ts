import { describe, expect, test } from "bun:test";
import type { Sender } from "#core/model/identity.ts";
import { openChat } from "./testing/open-chat.ts";

describe("a person whom an operator blocks", () => {
  const ani: Sender = {
    scope: "test",
    addresses: [{ kind: "user_id", value: "ID.2" }],
    name: "Ani",
  };
  async function openBlocking(language: "en" | "id" = "en") {
    const chat = await openChat({ language });
    const asked: string[] = [];
    chat.world.channel.block = (addresses, isBlocked) => {
      asked.push(`${isBlocked ? "block" : "unblock"} ${addresses[0]?.value}`);
      return Promise.resolve(undefined);
    };
    let count = 0;
    const write = async (text: string): Promise<readonly string[]> => {
      const before = chat.world.said.length;
      count += 1;
      await chat.world.take({ kind: "text", id: `a${count}`, text }, undefined, ani);
      await chat.world.clock.advance(100);
      return chat.world.said.slice(before);
    };
    await write("kopi");
    return { ...chat, asked, write };
  }

  test("is not answered any more, in the middle of a flow, until they are taken back by undo", async () => {
    const { say, write, asked, records, read, ...chat } = await openBlocking();
    expect(await say("/contact block ID.2")).toContain("Ani will not be answered any more");
    expect(await chat.doIt("/contact block ID.2 reason=spam")).toBe("Blocked.");
    expect(asked).toEqual(["block ID.2"]);
    expect(await write("2")).toEqual([]);
    await chat.restart();
    expect(await write("kopi")).toEqual([]);
    expect(await say("/contact blocked")).toMatch(/^• Ani \S+ \(/);
    expect(await say("/contact block ID.2")).toBe("Ani is blocked already.");
    const events = await read(records().events({ limit: 3, kind: "message" }));
    expect(events.some(({ reason }) => reason === "admit:blocked")).toBe(true);
    expect(await chat.doIt("/undo")).toBe("Unblocked.");
    expect(asked.at(-1)).toBe("unblock ID.2");
    expect(await write("kopi")).toEqual(["How many?"]);
    expect(await say("/contact blocked")).toBe("Nobody is blocked.");
    expect(await say("/undo")).toBe("There is nothing of yours that can be undone.");
  });

  test("is held back by the bot alone where the network refuses, and the operator reads why", async () => {
    const { world, write, ...chat } = await openBlocking("id");
    const error = { code: "139100", title: "x", meaning: "Not within 24 hours.", action: "Wait." };
    world.channel.block = () => Promise.resolve(error);
    expect(await chat.doIt("/kontak blokir ID.2")).toBe(
      "Sudah diblokir.\nBot mematuhinya, jaringan tidak: shop: Not within 24 hours. Wait.",
    );
    expect(await write("kopi")).toEqual([]);
    expect(await chat.doIt("/kontak bukablokir ID.2")).toContain("Blokir dibuka.");
  });

  test("may say STOP, which holds when they are taken back", async () => {
    const { write, ...chat } = await openBlocking();
    await chat.doIt("/contact block ID.2");
    expect(await write("stop")).toEqual([]);
    await chat.doIt("/contact unblock ID.2");
    expect(await write("2")).toEqual([]);
  });

  test("is not taken back over what somebody else has done with them since", async () => {
    const { say, write, ...chat } = await openBlocking();
    const shell = async (text: string) => {
      const { code = "" } = await chat.shell(text);
      await chat.shell(`yes ${code}`);
    };
    await chat.doIt("/contact block ID.2");
    await shell("contact unblock ID.2");
    await shell("contact block ID.2");
    expect(await say("/undo")).toBe("contact block was changed by somebody else since.");
    expect(await write("kopi")).toEqual([]);
  });

  test("is none of ours", async () => {
    const { say } = await openBlocking();
    expect(await say("/contact block ID.1")).toContain("a person of ours");
  });
});
