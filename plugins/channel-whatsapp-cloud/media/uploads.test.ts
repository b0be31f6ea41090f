import { afterEach, describe, expect, test } from "bun:test";
import {
  type Address,
  accountId,
  type ChannelOutcome,
  dayMs,
  type JsonObject,
  type MessageOut,
  minuteMs,
  sha256Hex,
} from "sapa/plugin";
import { createQuietLog, httpNet, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { createChannel } from "#plugins/channel-whatsapp-cloud/create-channel.ts";
import { objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Bytes that look like the form around them. */
const content = new TextEncoder().encode('\r\n--x\r\nContent-Disposition: form-data; name="file"');
const sha256 = sha256Hex(content);
const source = { sha256, mime: "image/jpeg" };
const image: MessageOut = { kind: "media", media: "image", source, caption: "Menu" };
const to: readonly Address[] = [{ kind: "phone", value: "6281234567890" }];

interface Upload {
  readonly path: string;
  readonly token: string | null;
  readonly fields: JsonObject;
  readonly filename: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

interface Plan {
  /** Answers the nth upload, from 1; by default the id `media-n`. */
  readonly upload?: (count: number) => Response | Promise<Response>;
  /** Answers the nth message, from 1; by default it is taken. */
  readonly message?: (count: number, body: string) => Response;
  readonly read?: (hash: string) => Promise<Uint8Array | undefined>;
}

const graphError = (status: number, code: number) =>
  Response.json({ error: { code, message: `(#${code}) no` } }, { status });

/** A small Graph API that reads forms with the runtime's own reader, and a channel that uses it. */
function world(plan: Plan = {}) {
  const uploads: Upload[] = [];
  const messages: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const path = new URL(request.url).pathname;
      if (path.endsWith("/messages")) {
        const body = await request.text();
        messages.push(body);
        const reply = plan.message?.(messages.length, body);
        return reply ?? Response.json({ messages: [{ id: `wamid.${messages.length}` }] });
      }
      uploads.push(await readUpload(path, request));
      const reply = await plan.upload?.(uploads.length);
      return reply ?? Response.json({ id: `media-${uploads.length}` });
    },
  });
  closers.push(() => void server.stop(true));
  const clock = new VirtualClock(Date.UTC(2026, 10, 22));
  const channel = createChannel(
    {
      log: createQuietLog(),
      clock,
      random: new SeededRandom(1),
      net: httpNet,
      files: { read: plan.read ?? (() => Promise.resolve(content)) },
      signal: new AbortController().signal,
      values: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    },
    accountId("whatsapp"),
    configSchema.parse({
      phone_number_id: "2",
      token: "secret",
      app_secrets: "s",
      verify_token: "v",
      graph_url: `http://127.0.0.1:${server.port}`,
    }),
  );
  const send = (message: MessageOut = image): Promise<ChannelOutcome> =>
    channel.send({ to, message, callback: "c" });
  const ids = () => messages.map((body) => objectOf(objectOf(readJson(body))?.["image"])?.["id"]);
  return { channel, uploads, messages, clock, send, ids };
}

/** Reads the form by the runtime's own reader. */
async function readUpload(path: string, request: Request): Promise<Upload> {
  const type = request.headers.get("content-type") ?? "";
  const copy = new Response(await request.arrayBuffer(), { headers: { "content-type": type } });
  // oxlint-disable-next-line no-deprecated -- an independent reader, of a body that is our own
  const form = await copy.formData();
  const file = form.get("file");
  if (!(file instanceof File)) throw new Error("there is no file");
  const fields = ["messaging_product", "type"].map((name) => [name, form.get(name)]);
  return {
    path,
    token: request.headers.get("authorization"),
    fields: [...form.keys()].length === 3 ? Object.fromEntries(fields) : {},
    filename: file.name,
    mime: file.type,
    bytes: new Uint8Array(await file.arrayBuffer()),
  };
}

describe("a kept file", () => {
  test("is uploaded as a form and sent by its id", async () => {
    const { send, uploads, messages } = world();
    expect(await send()).toEqual({ kind: "accepted", vendorId: "wamid.1" });
    expect(uploads).toEqual([
      {
        path: "/v26.0/2/media",
        token: "Bearer secret",
        fields: { messaging_product: "whatsapp", type: "image/jpeg" },
        filename: "file.jpg",
        mime: "image/jpeg",
        bytes: content,
      },
    ]);
    expect(readJson(messages[0] ?? "")).toMatchObject({
      type: "image",
      image: { id: "media-1", caption: "Menu" },
    });
  });

  test.each<[string, MessageOut]>([
    [
      "above buttons",
      {
        kind: "buttons",
        text: "a",
        options: [{ id: "1", title: "a" }],
        header: { kind: "image", source },
      },
    ],
    [
      "above a link",
      {
        kind: "link",
        text: "a",
        label: "b",
        url: "https://example.com",
        header: { kind: "image", source },
      },
    ],
    [
      "above a form",
      {
        kind: "form",
        text: "a",
        form: { id: "1" },
        label: "b",
        token: "t",
        header: { kind: "image", source },
      },
    ],
    [
      "above a template",
      { kind: "template", name: "a", language: "id", header: { kind: "image", source } },
    ],
    ["on both cards", { kind: "carousel", text: "a", cards: [card(), card()] }],
  ])("is uploaded once wherever it stands: %s", async (_, message) => {
    const { send, uploads, messages } = world();
    expect((await send(message)).kind).toBe("accepted");
    expect(uploads.length).toBe(1);
    expect(messages[0]).toContain('{"id":"media-1"}');
    expect(messages[0]).not.toContain(sha256);
  });

  test("is uploaded once for many messages, also for those at once", async () => {
    const { send, uploads, ids } = world();
    await Promise.all([send(), send(), send()]);
    await send();
    expect(uploads.length).toBe(1);
    expect(ids()).toEqual(["media-1", "media-1", "media-1", "media-1"]);
  });

  test("is uploaded again before Meta's 30 days are over, and under another type", async () => {
    const { send, uploads, clock } = world();
    await send();
    await clock.advance(29 * dayMs - 1);
    await send();
    expect(uploads.length).toBe(1);
    await clock.advance(1);
    await send();
    expect(uploads.length).toBe(2);
    await send({ kind: "media", media: "image", source: { sha256, mime: "image/png" } });
    expect(uploads.at(-1)?.mime).toBe("image/png");
  });

  test.each([100, 131009, 131053])(
    "goes again with a new upload when Meta refuses its older id with code %d",
    async (code) => {
      const { send, uploads, ids, clock } = world({
        message: (count, body) =>
          count > 1 && body.includes("media-1")
            ? graphError(400, code)
            : Response.json({ messages: [{ id: `wamid.${count}` }] }),
      });
      await send();
      await clock.advance(5 * minuteMs);
      expect(await send()).toMatchObject({ kind: "retry", error: { code: String(code) } });
      expect(await send()).toEqual({ kind: "accepted", vendorId: "wamid.3" });
      expect(uploads.length).toBe(2);
      expect(ids()).toEqual(["media-1", "media-1", "media-2"]);
      await send();
      expect(ids().at(-1)).toBe("media-2");
    },
  );

  test("that Meta refuses at once is not uploaded again", async () => {
    const { send, uploads, messages } = world({ message: () => graphError(400, 100) });
    expect(await send()).toMatchObject({ kind: "rejected", error: { code: "100" } });
    expect([uploads.length, messages.length]).toEqual([1, 1]);
  });

  test("is uploaded by prepare, so that the send is one POST", async () => {
    const { channel, send, uploads, messages } = world();
    expect(await channel.prepare?.(image)).toBeUndefined();
    expect([uploads.length, messages.length]).toEqual([1, 0]);
    expect((await send()).kind).toBe("accepted");
    expect(uploads.length).toBe(1);
    expect(await channel.prepare?.({ kind: "text", text: "no file" })).toBeUndefined();
    expect(uploads.length).toBe(1);
  });

  test("that cannot be had ends the attempt in prepare", async () => {
    const { channel, messages } = world({ upload: () => graphError(400, 131053) });
    expect(await channel.prepare?.(image)).toMatchObject({ kind: "rejected" });
    expect(messages).toEqual([]);
  });

  test("that Meta refuses for another reason is not uploaded again", async () => {
    const { send, uploads, messages } = world({
      message: (count) =>
        count === 1 ? Response.json({ messages: [{ id: "w" }] }) : graphError(400, 131047),
    });
    await send();
    expect(await send()).toMatchObject({ kind: "rejected", effect: "window-closed" });
    expect([uploads.length, messages.length]).toEqual([1, 2]);
  });
});

describe("an upload that fails", () => {
  test.each<[string, () => Response | Promise<Response>, ChannelOutcome["kind"]]>([
    ["is refused", () => graphError(400, 131053), "rejected"],
    ["comes too fast", () => graphError(400, 130429), "retry"],
    ["meets a dead token", () => graphError(401, 190), "paused"],
    ["meets an outage", () => graphError(503, 2), "retry"],
    ["meets a gateway", () => new Response("<html>", { status: 502 }), "retry"],
    ["gets no id", () => Response.json({}), "retry"],
    ["gets an endless answer", () => new Response(" ".repeat(100_000)), "retry"],
  ])("because it %s sends nothing, and the next message tries anew", async (_, reply, kind) => {
    const { send, uploads, messages } = world({
      upload: (count) => (count === 1 ? reply() : Response.json({ id: "media-2" })),
    });
    expect((await send()).kind).toBe(kind);
    expect(messages).toEqual([]);
    expect((await send()).kind).toBe("accepted");
    expect(uploads.length).toBe(2);
  });
});

describe("a file that cannot be sent", () => {
  const webp = (size: number, flags: number | undefined) => {
    const bytes = new Uint8Array(size);
    bytes.set(new TextEncoder().encode(`RIFF----WEBP${flags === undefined ? "VP8 " : "VP8X"}`));
    bytes[20] = flags ?? 0;
    return bytes;
  };
  const sticker: MessageOut = {
    kind: "media",
    media: "sticker",
    source: { sha256, mime: "image/webp" },
  };

  test.each<[string, MessageOut, Uint8Array | undefined, ChannelOutcome["kind"]]>([
    ["is no longer kept", image, undefined, "rejected"],
    ["is empty", image, new Uint8Array(), "rejected"],
    ["is a picture of 5 MB", image, new Uint8Array(5_000_000), "accepted"],
    ["is a picture of a byte more", image, new Uint8Array(5_000_001), "rejected"],
    ["is a still sticker of 100 KB", sticker, webp(100_000, undefined), "accepted"],
    ["is a still sticker of a byte more", sticker, webp(100_001, 0x10), "rejected"],
    ["is a moving sticker of 500 KB", sticker, webp(500_000, 0x02), "accepted"],
    ["is a moving sticker of a byte more", sticker, webp(500_001, 0x02), "rejected"],
  ])("or can, by its size: it %s", async (_, message, bytes, kind) => {
    const { send, uploads } = world({ read: () => Promise.resolve(bytes) });
    expect((await send(message)).kind).toBe(kind);
    expect(uploads.length).toBe(kind === "accepted" ? 1 : 0);
  });

  test("because the disk fails is tried again later", async () => {
    let reads = 0;
    const read = () => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error("EIO")) : Promise.resolve(content);
    };
    const { send, messages } = world({ read });
    expect(await send()).toMatchObject({ kind: "retry", error: { code: "MEDIA_UNREAD" } });
    expect(messages).toEqual([]);
    expect((await send()).kind).toBe("accepted");
  });
});

function card() {
  return {
    kind: "link",
    media: { kind: "image", source },
    label: "Beli",
    url: "https://example.com",
  } as const;
}
