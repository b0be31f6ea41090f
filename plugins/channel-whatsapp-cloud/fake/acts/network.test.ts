import { describe, expect, test } from "bun:test";
import {
  type AccountAct,
  accountId,
  dayMs,
  errorText,
  hourMs,
  type JsonObject,
  minuteMs,
  type NewEvent,
  toMillis,
} from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import {
  type FakeGraphOptions,
  fakeSettings,
} from "#plugins/channel-whatsapp-cloud/fake/fake-options.ts";
import { openFakeWorld, sari } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import { createReceiver } from "#plugins/channel-whatsapp-cloud/inbound/receive.ts";
import { listOf, objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";

const receive = createReceiver(accountId("whatsapp"), configSchema.parse(fakeSettings));
const startAt = Date.UTC(2026, 10, 22, 8);
const stamp = String(startAt / 1_000);
const text = (body: string): JsonObject => ({ type: "text", text: { body } });
const about = {
  messaging_product: "whatsapp",
  metadata: { display_phone_number: "6281100000001", phone_number_id: "200000000000002" },
};
const contact = {
  profile: { name: "Sari", username: "sari.w" },
  wa_id: sari.phone,
  user_id: sari.userId,
};

async function open(more: Partial<FakeGraphOptions> = {}) {
  const clock = new VirtualClock(startAt);
  const world = openFakeWorld({ clock, random: new SeededRandom(7) }, { receipts: false, ...more });
  await world.fake.act(sari, { kind: "text", text: "Halo" });
  const lastEvents = (): readonly NewEvent[] => {
    const request = world.requests.at(-1);
    const reading = request === undefined ? undefined : receive(request);
    return reading?.kind === "updates" ? reading.events : [];
  };
  const lastChange = () => world.changes().at(-1) ?? {};
  return { clock, ...world, lastEvents, lastChange };
}

function failureOf(promise: Promise<void>): Promise<string> {
  return promise.then(() => "none", errorText);
}

describe("a person who moves", () => {
  test("to another number and id is told with both, and is reached by the new ones", async () => {
    const { fake, lastMessage, lastEvents, send, lastChange } = await open();
    await fake.act(sari, { kind: "move", userId: "ID.2", phone: "6289876543210" });
    expect(lastMessage()).toMatchObject({
      from: sari.phone,
      type: "system",
      system: {
        type: "user_changed_number",
        body: "User Sari changed from 6281234567890 to 6289876543210",
        wa_id: "6289876543210",
        user_id: "ID.2",
        previous_user_id: sari.userId,
      },
    });
    expect(lastMessage()).not.toHaveProperty("from_user_id");
    expect(lastChange()["value"]).not.toHaveProperty("contacts");
    expect(lastEvents()[0]?.body).toMatchObject({
      kind: "identity",
      sender: { previous: [{ value: sari.userId }, { value: sari.phone }] },
    });
    expect(send(text("a"), { to: "+6289876543210" }).status).toBe(200);
    expect(send(text("a"), { recipient: "ID.2" }).status).toBe(200);
    expect(send(text("a"), { recipient: sari.userId }).code).toBe(131026);
  });

  test("to another id alone hides the number", async () => {
    const { fake, lastMessage, lastEvents, send } = await open();
    await fake.act(sari, { kind: "move", userId: "ID.2" });
    expect(lastMessage()).toMatchObject({
      system: { type: "user_changed_user_id", user_id: "ID.2", previous_user_id: sari.userId },
    });
    expect(lastMessage()).not.toHaveProperty("from");
    expect(lastEvents().map(({ body }) => body.kind)).toEqual(["identity"]);
    await fake.act({ name: "Sari", userId: "ID.2" }, { kind: "text", text: "Halo lagi" });
    expect(lastMessage()).not.toHaveProperty("from");
    expect(send(text("a")).code).toBe(131047);
  });

  test("to nowhere does not", async () => {
    const { fake } = await open();
    expect(await failureOf(fake.act(sari, { kind: "move" }))).toContain("SIMULATOR_MOVE_NOWHERE");
  });
});

describe("what the network tells of a person", () => {
  test("a call rings, opens the window and ends by itself", async () => {
    const { clock, fake, lastChange, lastEvents, send } = await open();
    const budi = { name: "Budi", userId: "ID.9", phone: "6285500000001" };
    await fake.act(budi, { kind: "call" });
    expect(lastChange()).toMatchObject({
      field: "calls",
      value: {
        ...about,
        contacts: [{ wa_id: budi.phone }],
        calls: [
          {
            id: expect.stringMatching(/^wacid\./),
            to: "6281100000001",
            from: budi.phone,
            from_user_id: "ID.9",
            event: "connect",
            direction: "USER_INITIATED",
            timestamp: stamp,
            session: { sdp_type: "offer" },
          },
        ],
      },
    });
    expect(lastEvents()[0]?.body).toMatchObject({ kind: "called" });
    expect(send(text("a"), { to: `+${budi.phone}` }).status).toBe(200);
    expect(fake.isBusy()).toBe(true);
    await clock.advance(minuteMs);
    expect(objectOf(listOf(objectOf(lastChange()["value"])?.["calls"])[0])?.["event"]).toBe(
      "terminate",
    );
    expect(lastEvents().map(({ body }) => body.kind)).toEqual(["account"]);
    expect(fake.isBusy()).toBe(false);
  });

  test("that they want no marketing any more, and that they do again", async () => {
    const { fake, lastChange, lastEvents } = await open();
    for (const [wants, value] of [
      [false, "stop"],
      [true, "resume"],
    ] as const) {
      await fake.act(sari, { kind: "preference", wants });
      expect(lastChange()).toEqual({
        field: "user_preferences",
        value: {
          ...about,
          contacts: [contact],
          user_preferences: [
            {
              wa_id: sari.phone,
              user_id: sari.userId,
              detail: `User requested to ${value} marketing messages`,
              category: "marketing_messages",
              value,
              timestamp: startAt / 1_000,
            },
          ],
        },
      });
      expect(lastEvents()[0]?.body).toMatchObject({ kind: "preference", wants });
    }
  });

  test("that one of ours answered from the phone", async () => {
    const { fake, lastChange, lastEvents } = await open();
    await fake.act(sari, { kind: "echo", text: "Baik, Bu" });
    expect(lastChange()).toEqual({
      field: "smb_message_echoes",
      value: {
        ...about,
        message_echoes: [
          {
            from: "6281100000001",
            to: sari.phone,
            to_user_id: sari.userId,
            id: expect.stringMatching(/^wamid\./),
            timestamp: stamp,
            type: "text",
            text: { body: "Baik, Bu" },
          },
        ],
      },
    });
    expect(lastEvents()[0]?.body).toMatchObject({ kind: "echo", text: "Baik, Bu" });
  });

  test("who answers from here on; while another does, all goes to standby", async () => {
    const { fake, lastChange, lastEvents, requests } = await open();
    await fake.act(sari, { kind: "handover", owner: "other" });
    expect(lastChange()).toEqual({
      field: "messaging_handovers",
      value: {
        messaging_product: "whatsapp",
        sender: { phone_number: sari.phone },
        recipient: { phone_number_id: "200000000000002", display_phone_number: "6281100000001" },
        type: "control_taken",
        timestamp: stamp,
        control_taken: { previous_owner_role: "customer_service", new_owner_role: "ai_agent" },
      },
    });
    expect(lastEvents()[0]?.body).toMatchObject({ kind: "ownership", owner: "other" });
    await fake.act(sari, { kind: "text", text: "Halo?" });
    expect(lastChange()).toMatchObject({
      field: "standby",
      value: { ...about, standby: { contacts: [contact], messages: [{ type: "text" }] } },
    });
    expect(lastEvents()[0]?.body).toMatchObject({ kind: "overheard" });
    await fake.act(sari, { kind: "echo", text: "Saya asisten" });
    expect(lastChange()).toMatchObject({
      field: "standby",
      value: { standby: { message_echoes: [{ message: { text: { body: "Saya asisten" } } }] } },
    });
    expect(lastEvents().map(({ body }) => body.kind)).toEqual(["account"]);
    await fake.act(sari, { kind: "handover", owner: "bot" });
    expect(objectOf(lastChange()["value"])).toMatchObject({ type: "control_passed" });
    expect(lastEvents()[0]?.body).toMatchObject({ kind: "ownership", owner: "bot" });
    await fake.act(sari, { kind: "text", text: "Halo!" });
    expect(lastChange()["field"]).toBe("messages");
    const entries = requests.map(({ body }) => readJson(new TextDecoder().decode(body)));
    const times = entries.map((body) => objectOf(listOf(objectOf(body)?.["entry"])[0])?.["time"]);
    // Only the fields beside `messages` say when Meta noticed.
    const at = startAt / 1_000;
    expect(times).toEqual([undefined, at, at, at, at, undefined]);
  });

  test("a free-form answer takes the thread back, a template does not", async () => {
    const { fake, lastChange, send } = await open();
    await fake.act(sari, { kind: "handover", owner: "other" });
    const template = { name: "hello_world", language: { code: "en_US" } };
    send({ type: "template", template });
    await fake.act(sari, { kind: "text", text: "a" });
    expect(lastChange()["field"]).toBe("standby");
    send(text("Saya ambil"));
    await fake.act(sari, { kind: "text", text: "b" });
    expect(lastChange()["field"]).toBe("messages");
  });
});

describe("a person with a parent id, or with no number, or with no id", () => {
  test("is told with what is known and reached by it", async () => {
    const { fake, lastMessage, lastChange, send } = await open();
    const dewi = { name: "Dewi", userId: "ID.3", parentUserId: "ID.ENT.3" };
    await fake.act(dewi, { kind: "text", text: "Halo" });
    expect(lastMessage()).toMatchObject({ from_user_id: "ID.3", from_parent_user_id: "ID.ENT.3" });
    expect(lastMessage()).not.toHaveProperty("from");
    expect(objectOf(lastChange()["value"])?.["contacts"]).toEqual([
      { profile: { name: "Dewi" }, user_id: "ID.3", parent_user_id: "ID.ENT.3" },
    ]);
    expect(send(text("a"), { recipient: "ID.ENT.3" }).body["contacts"]).toEqual([
      { input: "ID.ENT.3", user_id: "ID.ENT.3" },
    ]);
    await fake.act({ name: "Joko", phone: "6281" + "1111111" }, { kind: "text", text: "Halo" });
    expect(lastMessage()).toMatchObject({ from: "62811111111" });
    expect(JSON.stringify(lastChange())).not.toContain("user_id");
  });
});

describe("the window", () => {
  const budi = { name: "Budi", phone: "6285500000001" };
  const to = { to: `+${budi.phone}` };
  test("is not opened by what is said in a group, changed, or asked to be kept", async () => {
    const { fake, send } = await open();
    const quiet = [
      { kind: "group", group: "Y2Fw", text: "Halo semua" },
      { kind: "unsupported", vendorKind: "poll_creation" },
      { kind: "preference", wants: true },
      { kind: "echo", text: "Baik" },
    ] as const;
    for (const act of quiet) await fake.act(budi, act);
    expect(send(text("a"), to).code).toBe(131047);
    await fake.act(budi, { kind: "open" });
    expect(send(text("a"), to).status).toBe(200);
  });
});

describe("what the network tells of the account", () => {
  const acts: readonly (readonly [AccountAct, string, JsonObject])[] = [
    [
      { kind: "restriction", untilAt: toMillis(startAt + dayMs) },
      "account_update",
      {
        event: "ACCOUNT_RESTRICTION",
        restriction_info: [
          {
            restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING",
            expiration: String((startAt + dayMs) / 1_000),
          },
          { restriction_type: "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" },
        ],
      },
    ],
    [
      { kind: "number_limit", limit: "TIER_250" },
      "phone_number_quality_update",
      { display_phone_number: "6281100000001", max_daily_conversations_per_business: "TIER_250" },
    ],
    [
      { kind: "template", name: "hello_world", language: "en_US", decision: "paused" },
      "message_template_status_update",
      {
        event: "PAUSED",
        message_template_name: "hello_world",
        message_template_language: "en-US",
        other_info: { title: "FIRST_PAUSE" },
      },
    ],
    [
      { kind: "template_quality", name: "hello_world", language: "en_US", quality: "yellow" },
      "message_template_quality_update",
      { previous_quality_score: "UNKNOWN", new_quality_score: "YELLOW" },
    ],
    [
      { kind: "vendor", field: "security", value: { event: "PIN_CHANGED" } },
      "security",
      { event: "PIN_CHANGED" },
    ],
  ];
  test.each(acts)("%j is a webhook of its own field", async (act, field, value) => {
    const { fake, lastChange, lastEvents } = await open();
    await fake.announce(act);
    expect(lastChange()).toMatchObject({ field, value });
    expect(lastChange()["value"]).not.toHaveProperty("metadata");
    expect(lastEvents()[0]?.body).toMatchObject({ kind: "account", field });
  });

  test("an error without a message, and a click, are told under messages", async () => {
    const { fake, lastChange, lastEvents } = await open();
    await fake.announce({ kind: "error", code: 130429 });
    expect(lastChange()).toMatchObject({
      field: "messages",
      value: {
        ...about,
        errors: [{ code: 130429, title: "Rate limit hit", message: "Rate limit hit" }],
      },
    });
    expect(lastEvents()[0]?.body).toMatchObject({ kind: "account", field: "errors" });
    const click = { action_type: "marketing_messages_link_click", timestamp: stamp };
    await fake.announce({ kind: "vendor", field: "messages", value: { user_actions: [click] } });
    expect(lastChange()).toMatchObject({
      field: "messages",
      value: { ...about, user_actions: [click] },
    });
    expect(lastEvents()[0]?.body).toMatchObject({ kind: "account", field: "user_actions" });
  });

  test("a restriction holds until its end, or until it is lifted", async () => {
    const { clock, fake, send, ask, lastChange } = await open();
    await fake.announce({ kind: "restriction", untilAt: toMillis(startAt + hourMs) });
    expect(send(text("a"))).toMatchObject({ status: 403, code: 368 });
    const health = () => ask("GET", "?fields=health_status").body["health_status"];
    expect(health()).toMatchObject({ can_send_message: "BLOCKED" });
    clock.jump(startAt + hourMs);
    expect(send(text("a")).status).toBe(200);
    await fake.announce({ kind: "restriction", untilAt: toMillis(startAt + dayMs) });
    await fake.announce({ kind: "restriction" });
    expect(objectOf(lastChange()["value"])?.["event"]).toBe("DISABLED_UPDATE");
    expect(send(text("a")).status).toBe(200);
    expect(health()).toMatchObject({ can_send_message: "AVAILABLE" });
  });

  test("nothing of a template that is not there", async () => {
    const { fake } = await open();
    const act = { kind: "template", name: "x", language: "id", decision: "approved" } as const;
    expect(await failureOf(fake.announce(act))).toContain("SIMULATOR_TEMPLATE_UNKNOWN");
  });
});

describe("an act on what is not there", () => {
  const budi = { name: "Budi", phone: "6285500000001" };
  test.each([
    [{ kind: "edit", text: "a" }, "SIMULATOR_NOTHING_SAID"],
    [{ kind: "revoke" }, "SIMULATOR_NOTHING_SAID"],
    [{ kind: "form", answer: {} }, "SIMULATOR_NOTHING_SHOWN"],
    [{ kind: "share_number", phone: "62811" }, "SIMULATOR_NOTHING_SHOWN"],
    [{ kind: "call_permission", isGiven: true }, "SIMULATOR_NOTHING_SHOWN"],
    [{ kind: "reaction", emoji: "👍" }, "SIMULATOR_NOTHING_SHOWN"],
    [{ kind: "choice", choice: "x" }, "SIMULATOR_CHOICE_UNKNOWN"],
  ] as const)("%j fails, and nothing is told", async (act, code) => {
    const { fake, requests } = await open();
    expect(await failureOf(fake.act(budi, act))).toContain(code);
    expect(requests.length).toBe(1);
  });
});
