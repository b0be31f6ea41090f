import { describe, expect, test } from "bun:test";
import {
  type Address,
  accountId,
  type ChannelOutcome,
  type JsonObject,
  type MessageOut,
  type NetReply,
  type NetRequest,
} from "sapa/plugin";
import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { createChannel } from "#plugins/channel-whatsapp-cloud/create-channel.ts";
import { objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { samples } from "./testing/samples.ts";

const phone: Address = { kind: "phone", value: "6281234567890" };
const userId: Address = { kind: "user_id", value: "ID.11111111111111111111" };
const hello: MessageOut = { kind: "text", text: "Halo" };

interface Run {
  readonly to?: readonly Address[];
  readonly settings?: object;
  /** Answers the nth request; unsent by default. */
  readonly answers?: readonly NetReply[];
}

interface Posted {
  readonly outcome: ChannelOutcome;
  readonly requests: readonly NetRequest[];
  readonly bodies: readonly JsonObject[];
}

/** A channel over a net that writes down what it is asked. */
function channelOf(settings: object, requests: NetRequest[], answers: readonly NetReply[]) {
  const own = { phone_number_id: "2", token: "secret", app_secrets: "s", verify_token: "v" };
  return createChannel(
    {
      log: createQuietLog(),
      clock: new VirtualClock(Date.UTC(2026, 10, 22)),
      random: new SeededRandom(1),
      net: {
        request: (request) => {
          requests.push(request);
          const reply = answers[requests.length - 1];
          return Promise.resolve(reply ?? { kind: "unsent", reason: "a test" });
        },
      },
      files: { read: () => Promise.resolve(undefined) },
      signal: new AbortController().signal,
      values: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    },
    accountId("whatsapp"),
    configSchema.parse({ ...own, ...settings }),
  );
}

async function send(message: MessageOut, run: Run = {}): Promise<Posted> {
  const requests: NetRequest[] = [];
  const channel = channelOf(run.settings ?? {}, requests, run.answers ?? []);
  const to = run.to ?? [userId, phone];
  const outcome = await channel.send({ to, message, callback: "v1:outbox-7:1:0a1b2c3d" });
  return { outcome, requests, bodies: requests.map(bodyOf) };
}

function bodyOf({ body }: NetRequest): JsonObject {
  if (typeof body !== "string") throw new Error("the body is not text");
  return objectOf(readJson(body)) ?? {};
}

const answer = (status: number, body: object): NetReply => ({
  kind: "answer",
  status,
  headers: {},
  body: JSON.stringify(body),
});
const taken = answer(200, { messages: [{ id: "wamid.OUT1" }] });
const refusal = (code: number) => answer(400, { error: { code, message: `(#${code}) no` } });

describe("a message on its way out", () => {
  test.each(samples)("is posted as Meta takes it: %s", async (_, message, content) => {
    const { bodies } = await send(message);
    expect(bodies).toEqual([
      {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        to: "+6281234567890",
        biz_opaque_callback_data: "v1:outbox-7:1:0a1b2c3d",
        ...content,
      },
    ]);
  });

  test.each(samples)("goes to exactly one of phone and user id: %s", async (_, message) => {
    for (const to of [[phone], [userId], [userId, phone], [phone, userId]]) {
      const { bodies } = await send(message, { to });
      const named = bodies.map((body) => [body["to"], body["recipient"]]);
      const isPhone = to.includes(phone);
      expect(named).toEqual([isPhone ? ["+6281234567890", undefined] : [undefined, userId.value]]);
    }
  });

  test("puts one plus before the number", async () => {
    const { bodies } = await send(hello, { to: [{ ...phone, value: "+6281234567890" }] });
    expect(bodies[0]?.["to"]).toBe("+6281234567890");
  });

  test("goes to the configured address, version and number with the token", async () => {
    const { requests } = await send(hello);
    expect(requests[0]?.url).toBe("https://graph.facebook.com/v26.0/2/messages");
    expect(requests[0]?.headers["authorization"]).toBe("Bearer secret");
    const settings = {
      graph_url: "http://127.0.0.1:9/",
      graph_version: "v27.0",
      messaging_account_id: 7,
    };
    const other = await send(hello, { settings });
    expect(other.requests[0]?.url).toBe("http://127.0.0.1:9/v27.0/2/messages");
    expect(other.bodies[0]?.["messaging_account_id"]).toBe("7");
  });

  test("leaves out words that are empty", async () => {
    const options = [{ id: "a", title: "Ya", description: "" }];
    const sections = [{ title: "", rows: options }];
    const list: MessageOut = { kind: "list", text: "a", footer: "", button: "b", sections };
    const media = { kind: "media", media: "image", source: { id: "1" }, caption: "" } as const;
    expect(JSON.stringify((await send(list)).bodies)).not.toContain('""');
    expect(JSON.stringify((await send(media)).bodies)).not.toContain('""');
  });
});

describe("a request for the number", () => {
  const ask: MessageOut = { kind: "request_contact", text: "Nomor?", replyTo: "wamid.IN1" };
  const typesOf = ({ bodies }: Posted) =>
    bodies.map((body) => objectOf(body["interactive"])?.["type"]);

  test.each([131009, 100])("is tried once in the older form after code %d", async (code) => {
    const posted = await send(ask, { answers: [refusal(code), taken] });
    expect(typesOf(posted)).toEqual(["request_contact_info", "contact_request"]);
    expect(posted.bodies[1]).toEqual({
      ...posted.bodies[0],
      interactive: { ...objectOf(posted.bodies[0]?.["interactive"]), type: "contact_request" },
    });
    expect(posted.outcome).toEqual({ kind: "accepted", vendorId: "wamid.OUT1" });
  });

  test("keeps Meta's first refusal if neither form is taken", async () => {
    const posted = await send(ask, { answers: [refusal(131009), refusal(131008)] });
    expect(typesOf(posted).length).toBe(2);
    expect(posted.outcome).toMatchObject({ kind: "rejected", error: { code: "131009" } });
  });

  test.each<[string, NetReply]>([
    ["taken", taken],
    ["outside the window", refusal(131047)],
    ["too fast", refusal(131056)],
    ["cut off", { kind: "broken", reason: "reset" }],
  ])("is not tried again when it was %s", async (_, reply) => {
    expect(typesOf(await send(ask, { answers: [reply, taken] })).length).toBe(1);
  });

  test("of another kind is not tried again at all", async () => {
    expect((await send(hello, { answers: [refusal(100), taken] })).requests.length).toBe(1);
  });
});

describe("a read receipt", () => {
  test.each([
    ["off", 0, false],
    ["read", 1, false],
    ["typing", 1, true],
  ] as const)("with mark_read: %s is as the owner wants it", async (markRead, posts, isTyping) => {
    const requests: NetRequest[] = [];
    await channelOf({ mark_read: markRead }, requests, []).acknowledge("wamid.IN1", true);
    expect(requests).toHaveLength(posts);
    expect(requests.some((request) => "typing_indicator" in bodyOf(request))).toBe(isTyping);
  });

  test.each([
    [false, undefined],
    [true, { type: "text" }],
  ])("with typing %p tells so, and is waited for half as long as a send", async (typing, sign) => {
    const requests: NetRequest[] = [];
    await channelOf({}, requests, []).acknowledge("wamid.IN1", typing);
    const posted = await send(hello);
    expect(requests.map(bodyOf)).toEqual([
      {
        messaging_product: "whatsapp",
        status: "read",
        message_id: "wamid.IN1",
        ...(sign === undefined ? {} : { typing_indicator: sign }),
      },
    ]);
    expect(requests[0]?.timeoutMs).toBe((posted.requests[0]?.timeoutMs ?? 0) / 2);
  });
});

describe("a person to be forgotten", () => {
  const answer = (body: object, status = 200): NetReply => ({
    kind: "answer",
    status,
    headers: {},
    body: JSON.stringify(body),
  });

  test("goes out of Meta's contact book by their BSUID; a phone number alone is not in it", async () => {
    const requests: NetRequest[] = [];
    const channel = channelOf({}, requests, [answer({ success: true, deleted: false })]);
    expect(await channel.forget?.([userId, phone])).toBeUndefined();
    expect(requests.map(({ method, url }) => [method, new URL(url).search])).toEqual([
      ["DELETE", "?messaging_product=whatsapp&bsuid=ID.11111111111111111111"],
    ]);
  });

  test.each([
    ["does not answer", { kind: "broken", reason: "reset" } as const],
    ["refuses", answer({ error: { code: 190, message: "token" } }, 401)],
    ["says something else", answer({}, 200)],
  ])("is told to the owner when Meta %s", async (_, reply) => {
    expect(await channelOf({}, [], [reply]).forget?.([userId])).toMatchObject({
      action: expect.stringMatching(/./),
    });
  });
});

describe("a person to be blocked", () => {
  const answer = (body: object, status = 200): NetReply => ({
    kind: "answer",
    status,
    headers: {},
    body: JSON.stringify(body),
  });
  const lists = (name: string, users: readonly object[]) => ({
    messaging_product: "whatsapp",
    block_users: { [name]: users },
  });

  test("goes onto the number's list by their BSUID, else by their number, and comes off it again", async () => {
    const requests: NetRequest[] = [];
    const replies = ["added_users", "added_users", "removed_users"].map((name) =>
      answer(lists(name, [{ input: "x" }])),
    );
    const channel = channelOf({}, requests, replies);
    expect(await channel.block?.([phone, userId], true)).toBeUndefined();
    expect(await channel.block?.([phone], true)).toBeUndefined();
    expect(await channel.block?.([userId], false)).toBeUndefined();
    expect(await channel.block?.([], true)).toBeUndefined();
    const bodies = requests.map(({ method, url, body }) => [
      method,
      new URL(url).pathname.split("/").at(-1),
      readJson(String(body)),
    ]);
    const by = (user: JsonObject): JsonObject => ({
      messaging_product: "whatsapp",
      block_users: [user],
    });
    expect(bodies).toEqual([
      ["POST", "block_users", by({ user_id: userId.value })],
      ["POST", "block_users", by({ user: `+${phone.value}` })],
      ["DELETE", "block_users", by({ user_id: userId.value })],
    ]);
  });

  test.each([
    ["cannot be reached", { kind: "unsent", reason: "refused" } as const, "NET_UNSENT"],
    ["does not answer", { kind: "broken", reason: "reset" } as const, "NET_BROKEN"],
    [
      "says why it is not possible for this person",
      answer(
        {
          ...lists("failed_users", [{ input: "x", errors: [{ code: 131047, message: "old" }] }]),
          error: { code: 139100, message: "some" },
        },
        400,
      ),
      "131047",
    ],
    [
      "says that it was not possible",
      answer({ error: { code: 139100, message: "x" } }, 400),
      "139100",
    ],
    ["says something else", answer({}, 200), "HTTP_200"],
  ])("is told to the owner when Meta %s", async (_, reply, code) => {
    expect(await channelOf({}, [], [reply]).block?.([userId], true)).toMatchObject({
      code,
      action: expect.stringMatching(/./),
    });
  });
});

test("what broke before Meta's answer is not told as if nothing was sent", async () => {
  const reply = { kind: "broken", reason: "reset" } as const;
  for (const ask of ["forget", "block"] as const) {
    const channel = channelOf({}, [], [reply]);
    const error = await (ask === "forget"
      ? channel.forget?.([userId])
      : channel.block?.([userId], true));
    expect([ask, error?.code, error?.meaning]).toEqual([
      ask,
      "NET_BROKEN",
      "The connection broke before Meta's answer: it may have been done.",
    ]);
  }
});
