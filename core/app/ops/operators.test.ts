import { describe, expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import { hourMs, minuteMs, secondMs } from "#core/lib/millis.ts";
import { openChat } from "./testing/open-chat.ts";

const audited = async (chat: Awaited<ReturnType<typeof openChat>>) =>
  (await chat.read(chat.records().audit(20))).map(({ who, what, data }) => ({ who, what, data }));

const talks: Readonly<Record<"en" | "id", readonly (readonly string[])[]>> = {
  en: [
    [
      "/help",
      "/status",
      "/set limits.contact=30/min",
      "/yes",
      "/settings",
      "/undo",
      "/yes",
      "/spend",
    ],
    ["/pause", "/yes", "kopi", "/status", "/resume", "/yes", "kopi"],
    [
      "/consent grant +62 812",
      '/consent grant 62812000001 marketing wording="News?" evidence=form-17',
      "/yes",
      "/consent show 62812000001",
    ],
    [
      "/stauts",
      "/set limits.contct=1/s",
      "/set limits.contact=lots",
      "/consent",
      "/yes 0000",
      '/x "',
    ],
  ],
  id: [
    [
      "/bantuan",
      "/status",
      "/atur limits.contact=30/min",
      "/ya",
      "/pengaturan",
      "/urungkan",
      "/ya",
      "/biaya bulan",
    ],
    ["/jeda", "/ya", "kopi", "/status", "/lanjut", "/ya", "kopi"],
    [
      "/izin beri +62 812",
      '/izin beri 62812000001 marketing kata="Kabar?" bukti=form-17',
      "/ya",
      "/izin lihat 62812000001",
    ],
    [
      "/jedaa",
      "/atur limits.contct=1/s",
      "/atur limits.contact=banyak",
      "/izin",
      "/ya 0000",
      '/x "',
    ],
  ],
};

describe.each(["en", "id"] as const)("an operator's chat in %s", (language) => {
  test.each(talks[language].map((talk) => [talk.join(" · "), talk] as const))(
    "%s",
    async (_, talk) => {
      const chat = await openChat({ language });
      const lines: string[] = [];
      let code = "";
      for (const line of talk) {
        const text = line === "/yes" || line === "/ya" ? `${line} ${code}` : line;
        // Whatever a pause holds back has gone before the next is said.
        await chat.world.clock.advance(20 * secondMs);
        const answer = await chat.say(text);
        code = /\/(?:yes|ya) (\d{4})/.exec(answer)?.[1] ?? code;
        lines.push(`> ${line}`, answer);
      }
      expect(
        lines.join("\n").replaceAll(/\b\d{4}(?= (?:within|dalam))/g, "CODE"),
      ).toMatchSnapshot();
    },
  );
});

test("what an AI cost is told in the language of the command", async () => {
  const chat = await openChat({});
  const at = chat.world.clock.now();
  const counts = { inputTokens: 7, cachedTokens: 0, outputTokens: 3, costMicroUsd: 40, ms: 1 };
  await chat.read(
    chat.records().putBotAiUsage({
      at,
      day: new Date(at).toISOString().slice(0, 10),
      account: accountId("shop"),
      provider: "cepat",
      model: "m",
      outcome: "answered",
      isTold: true,
      ...counts,
    }),
  );
  await chat.world.clock.advance(secondMs);
  expect(await chat.say("/spend month by=provider")).toContain("(AI 1 ×, 10 tokens)");
  expect(await chat.say("/biaya bulan per=penyedia")).toContain("(AI 1 ×, 10 token)");
});

describe("who may command", () => {
  test("somebody else's /status is a message like any other", async () => {
    const chat = await openChat({ contact: "ID.2" });
    await chat.say("/status");
    const [event] = await chat.read(chat.records().events({ limit: 1 }));
    expect(event).toMatchObject({ state: "ignored", reason: "route:no-trigger" });
    expect(chat.world.said).toEqual([]);
  });

  test("a role is needed, and who lacks it is told and written down", async () => {
    const chat = await openChat({ role: "viewer" });
    expect(await chat.say("/pause")).toBe("That needs the role operator; yours is viewer.");
    expect(await audited(chat)).toEqual([
      {
        who: "Rani",
        what: "command.refused",
        data: { command: "pause", via: "chat", role: "viewer" },
      },
    ]);
  });

  test("what somebody forwards is not theirs, and what comes hours late is not done", async () => {
    const chat = await openChat();
    const { world } = chat;
    await world.take({ kind: "text", id: "f1", text: "/pause", forwarded: true });
    await world.hear("/pause", world.clock.now() - 2 * hourMs);
    await world.clock.advance(secondMs);
    expect(world.said).toEqual([]);
    const reasons = (await chat.read(chat.records().events({ limit: 9 }))).map(
      (event) => event.reason,
    );
    expect(reasons).toEqual(["interrupt:stale", "route:no-trigger"]);
  });

  test("STOP keeps nobody from commanding, and starts nothing again", async () => {
    const chat = await openChat();
    await chat.say("STOP");
    expect(await chat.say("/status")).toContain("Kopi is working.");
    const [person] = await chat.read(chat.records().conversations(1));
    const contact = person && (await chat.read(chat.records().contact(person.contact)));
    expect(contact?.stoppedAt).toBeDefined();
  });
});

test("a person is shown, and erased once it is confirmed; oneself is not", async () => {
  const chat = await openChat();
  await chat.doIt("/consent grant 62812000001 marketing wording=Boleh? evidence=form");
  expect(await chat.say("/contact show 62812000001")).toContain("addresses: phone 62812000001");
  const shown = await chat.say("/kontak lihat 62812000001");
  expect(shown).toMatch(/^dikenal sejak: \d{4}-\d\d-\d\d \d\d:\d\d$/m);
  expect(shown).toContain("label: tidak ada");
  expect(shown).toContain("izin: marketing: ya");
  expect(shown).toContain("biaya: 0.0000 USD (pesan 0.0000, AI 0.0000)");
  expect(await chat.say("/contact erase ID.1")).toStartWith("That is you.");
  expect(await chat.doIt("/kontak hapus 62812000001")).toBe("Sudah dihapus.");
  expect(await chat.say("/contact show 62812000001")).toStartWith("Nobody is known");
});

test("who calls themselves by a number is not who has it", async () => {
  const chat = await openChat();
  const sender = { scope: "test", addresses: [{ kind: "user_id", value: "ID.9" }] as const };
  await chat.read(
    chat
      .records()
      .resolvePerson(
        chat.world.channel.account,
        { ...sender, name: "62812000001" },
        chat.world.clock.now(),
      ),
  );
  expect(await chat.say("/contact show 62812000001")).toStartWith("Nobody is known");
  const asked = await chat.say(
    "/consent grant +62812000001 marketing wording=Boleh? evidence=form",
  );
  expect(asked).toStartWith("Write down: yes to marketing, of +62812000001.");
});

describe("a command", () => {
  test("is heard in the middle of a flood of the operator's own", async () => {
    const chat = await openChat();
    const { world } = chat;
    for (let count = 0; count < 9; count += 1) void world.hear("daftar");
    void world.hear("/status");
    for (let count = 0; count < 9; count += 1) void world.hear("daftar");
    await world.clock.advance(2 * minuteMs);
    expect(world.said.filter((text) => text.startsWith("Kopi is working."))).toHaveLength(1);
  });

  test("costs a flow nothing: the question that waits is answered after it", async () => {
    const chat = await openChat();
    expect(await chat.say("kopi")).toBe("How many?");
    expect(await chat.say("/status")).toContain("working");
    expect(await chat.say("2")).toBe("2 it is.");
    const [, second] = await chat.read(chat.records().events({ limit: 2 }));
    expect(second).toMatchObject({ state: "done", reason: "command" });
  });

  test("waits for its code five minutes, and one code does one thing", async () => {
    const chat = await openChat();
    const asked = await chat.say("/pause");
    const yes = /\/yes \d{4}/.exec(asked)?.[0] ?? "";
    await chat.world.clock.advance(6 * minuteMs);
    expect(await chat.say(yes)).toContain("too old");
    expect(await chat.say(yes)).toBe("Nothing waits for a code.");
    const again = /\/yes \d{4}/.exec(await chat.say("/pause"))?.[0] ?? "";
    expect(await chat.say(again)).toContain("Paused.");
    expect(await chat.say(again)).toBe("Nothing waits for a code.");
    const lines = await audited(chat);
    expect(lines.map(({ what }) => what)).toEqual(["command.confirmed"]);
  });

  test("is dropped by the third wrong code, so that nobody guesses it", async () => {
    const chat = await openChat();
    const yes = /\/yes (\d{4})/.exec(await chat.say("/pause")) ?? [];
    const wrong = (add: number) => String((Number(yes[1]) + add) % 10_000).padStart(4, "0");
    expect(await chat.say(`/yes ${wrong(1)}`)).toContain("it still waits");
    await chat.restart();
    expect(await chat.say(`/yes ${wrong(2)}`)).toContain("it still waits");
    expect(await chat.say(`/ya ${wrong(3)}`)).toContain("tulis perintahnya lagi");
    expect(await chat.say(yes[0] ?? "")).toBe("Nothing waits for a code.");
    expect(await audited(chat)).toMatchObject([
      { who: "Rani", what: "command.dropped", data: { command: "pause", misses: 3 } },
    ]);
    const again = /\/yes (\d{4})/.exec(await chat.say("/pause")) ?? [];
    const next = String((Number(again[1]) + 1) % 10_000).padStart(4, "0");
    expect(await chat.say(`/yes ${next}`)).toContain("it still waits");
    expect(await chat.say(again[0] ?? "")).toContain("Paused.");
  });

  test("in a pause is answered before what the pause holds back of the operator's own chat", async () => {
    const chat = await openChat();
    const { world } = chat;
    await chat.say("kopi");
    await chat.say("2");
    await chat.doIt("/pause");
    await world.clock.advance(2 * hourMs);
    expect(await chat.say("/status")).toContain("PAUSED");
    expect(await chat.doIt("/resume")).toContain("works again");
    await world.clock.advance(minuteMs);
    expect(world.said.at(-1)).toBe("Your coffee was two hours ago.");
  });

  test("left undone by /no does nothing", async () => {
    const chat = await openChat();
    const yes = /\/yes \d{4}/.exec(await chat.say("/pause"))?.[0] ?? "";
    expect(await chat.say("/no")).toBe("Left undone.");
    expect(await chat.say(yes)).toBe("Nothing waits for a code.");
  });

  test("is not undone over what somebody else has set since", async () => {
    const chat = await openChat();
    await chat.doIt("/set limits.contact=30/min");
    const { code = "" } = await chat.shell("set limits.contact=40/min");
    await chat.shell(`yes ${code}`);
    expect(await chat.say("/undo")).toBe("limits.contact was changed by somebody else since.");
    expect(await chat.say("/settings")).toContain("limits.contact = 40/min (set by shell");
  });

  test("is not undone over what somebody else has set since, be it to the same", async () => {
    const chat = await openChat();
    await chat.doIt("/set limits.contact=30/min");
    const { code = "" } = await chat.shell("set limits.contact=30/min");
    await chat.shell(`yes ${code}`);
    expect(await chat.say("/undo")).toBe("limits.contact was changed by somebody else since.");
  });
});

test("a setting counts at once, after a restart, and no more when it is taken back", async () => {
  const chat = await openChat();
  const { world } = chat;
  const burst = async () => {
    const before = world.said.length;
    await world.clock.advance(2 * minuteMs);
    for (let count = 0; count < 4; count += 1) await world.hear("HELP");
    await world.clock.advance(2 * minuteMs);
    return world.said.slice(before).filter((text) => text.startsWith("That was a lot")).length;
  };
  expect(await burst()).toBe(0);
  await chat.doIt("/set limits.contact=2/min");
  expect(await burst()).toBe(1);
  await chat.restart();
  expect(await burst()).toBe(1);
  await chat.doIt("/set limits.contact=default");
  expect(await burst()).toBe(0);
});

test("in a pause nothing leaves by itself, also over a restart; afterwards what waited does", async () => {
  const chat = await openChat();
  const { world } = chat;
  await chat.say("kopi");
  await chat.say("2");
  await chat.doIt("/pause");
  expect(await chat.say("daftar")).toStartWith("The bot is taking a break.");
  expect(await chat.say("daftar")).toBe("");
  await chat.restart();
  await world.clock.advance(3 * hourMs);
  expect(world.said.at(-1)).toStartWith("The bot is taking a break.");
  expect(await chat.say("STOP")).toContain("not get any more messages");
  expect(await chat.say("START")).toContain("Welcome back");
});

test.each(["before", "after"] as const)(
  "a process that dies %s the commit of a confirmed command has done it once",
  async (moment) => {
    let isDying = false;
    const dead = new Promise<never>(() => undefined);
    const chat = await openChat({
      wrap: (desk) => ({
        ...desk,
        async answer(command) {
          const answer = await desk.answer(command);
          // What it did beside the answer is durable by now.
          if (isDying && moment === "before") await dead;
          return answer;
        },
        onChanged: (change) => {
          if (isDying && moment === "after") chat.world.open.store.abandon();
          desk.onChanged(change);
        },
      }),
    });
    const asked = await chat.say(
      "/consent grant 62812000001 marketing wording=Boleh? evidence=form",
    );
    isDying = true;
    await chat.world.hear(/\/yes \d{4}/.exec(asked)?.[0] ?? "");
    isDying = false;
    chat.world.open.store.abandon();
    chat.world.reopen();
    await chat.world.start();
    await chat.world.clock.advance(5 * minuteMs);
    // An answer that was on its way when the process died may come twice: nobody told that it arrived.
    const told = chat.world.said.filter((text) => text === "Written down.").length;
    expect(told).toBeWithin(1, moment === "before" ? 2 : 3);
    const shown = await chat.say("/consent show 62812000001");
    expect(shown.split("\n")).toHaveLength(1);
    expect(shown).toContain("marketing: yes (operator)");
    const confirmed = (await audited(chat)).filter(({ what }) => what === "command.confirmed");
    expect(confirmed).toHaveLength(1);
  },
);
