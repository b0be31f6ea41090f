import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { dayMs, minuteMs } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import type { FakeGraphOptions } from "#plugins/channel-whatsapp-cloud/fake/fake-options.ts";
import { openFakeWorld, sari } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import { formBody } from "#plugins/channel-whatsapp-cloud/fake/testing/form-body.ts";
import { mediaSamples } from "#plugins/channel-whatsapp-cloud/fake/testing/media-samples.ts";
import { objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { readMultipart } from "./read-multipart.ts";

function open(more: Partial<FakeGraphOptions> = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 8));
  const world = openFakeWorld({ clock, random: new SeededRandom(7) }, more);
  const upload = (form: { readonly contentType: string; readonly body: Uint8Array }) => {
    const reply = world.raw({ method: "POST", path: "/v26.0/200000000000002/media", ...form });
    const body = reply.kind === "answer" ? objectOf(readJson(reply.body)) : undefined;
    return { id: textOf(body?.["id"]) ?? "", code: objectOf(body?.["error"])?.["code"] };
  };
  const uploadFile = (mime: string, content: Uint8Array) =>
    upload(formBody({ messaging_product: "whatsapp", type: mime }, { mime, content }));
  const download = (url: string) => {
    const at = url.indexOf("/", "https://".length);
    return world.raw({ method: "GET", path: url.slice(at) });
  };
  const lookUp = (id: string) => world.askPath("GET", `/v26.0/${id}`);
  const sendPicture = async (content: Uint8Array, mime = "image/jpeg") => {
    await world.fake.act(sari, { kind: "media", media: "image", mime, content, caption: "struk" });
    return objectOf(world.lastMessage()["image"]) ?? {};
  };
  return { clock, ...world, upload, uploadFile, download, lookUp, sendPicture };
}

function fileOf(reply: ReturnType<ReturnType<typeof open>["download"]>) {
  return reply.kind === "file" ? Buffer.from(reply.content) : undefined;
}

describe("a file that a person sent", () => {
  test("is fetched by id, address and bytes, and is what it was", async () => {
    const { sendPicture, lookUp, download } = open();
    const content = Uint8Array.from([...mediaSamples.jpeg, 1, 2, 3]);
    const image = await sendPicture(content);
    expect(image).toMatchObject({ caption: "struk", mime_type: "image/jpeg" });
    const sha = createHash("sha256").update(content);
    expect(image["sha256"]).toBe(sha.copy().digest("base64"));
    const { body } = lookUp(textOf(image["id"]) ?? "");
    expect(body).toEqual({
      messaging_product: "whatsapp",
      url: expect.stringContaining("http://graph.simulator/whatsapp_business/attachments/?mid="),
      mime_type: "image/jpeg",
      sha256: sha.digest("hex"),
      file_size: "13",
      id: textOf(image["id"]) ?? "",
    });
    expect(download(textOf(body["url"]) ?? "")).toMatchObject({ kind: "file", mime: "image/jpeg" });
    expect(fileOf(download(textOf(body["url"]) ?? ""))).toEqual(Buffer.from(content));
    expect(fileOf(download(textOf(image["url"]) ?? ""))).toEqual(Buffer.from(content));
  });

  test("is not what its sender makes of the bytes afterwards", async () => {
    const { sendPicture, download } = open();
    const content = Uint8Array.from(mediaSamples.jpeg);
    const image = await sendPicture(content);
    content.fill(0);
    expect(fileOf(download(textOf(image["url"]) ?? ""))).toEqual(Buffer.from(mediaSamples.jpeg));
  });

  test("has an address for five minutes, and is there for seven days", async () => {
    const { clock, sendPicture, lookUp, download } = open();
    const image = await sendPicture(mediaSamples.jpeg);
    const id = textOf(image["id"]) ?? "";
    const url = textOf(image["url"]) ?? "";
    clock.jump(clock.now() + 5 * minuteMs - 1_000);
    expect(download(url).kind).toBe("file");
    clock.jump(clock.now() + 1_000);
    expect(download(url)).toMatchObject({ kind: "answer", status: 404 });
    const again = textOf(lookUp(id).body["url"]) ?? "";
    expect(again).not.toBe(url);
    expect(download(again).kind).toBe("file");
    clock.jump(Date.UTC(2026, 10, 22, 8) + 7 * dayMs - 1_000);
    expect(lookUp(id).status).toBe(200);
    clock.jump(clock.now() + 1_000);
    expect(lookUp(id).code).toBe(33);
  });

  test("is given to nobody without the token, by a forged address or for another number", async () => {
    const { sendPicture, download, lookUp, raw, askPath } = open();
    const image = await sendPicture(mediaSamples.jpeg);
    const url = textOf(image["url"]) ?? "";
    const path = url.slice(url.indexOf("/", "https://".length));
    expect(raw({ method: "GET", path, authorization: undefined })).toMatchObject({ status: 401 });
    expect(raw({ method: "GET", path, authorization: "Bearer x" })).toMatchObject({ status: 401 });
    expect(download(url.replace(/ext=(\d+)/, "ext=9999999999"))).toMatchObject({ status: 404 });
    expect(download(url.replace(/mid=\d+/, "mid=900000000000009"))).toMatchObject({ status: 404 });
    const id = textOf(image["id"]) ?? "";
    expect(askPath("GET", `/v26.0/${id}?phone_number_id=7`).code).toBe(33);
    expect(askPath("GET", `/v26.0/${id}?phone_number_id=200000000000002`).status).toBe(200);
    expect(lookUp("900000000000077").code).toBe(33);
  });

  test("above 100 MB is not there, and the message says so", async () => {
    const { fake, lastMessage } = open();
    const content = new Uint8Array(100 * 1_048_576 + 1);
    await fake.act(sari, { kind: "media", media: "video", mime: "video/mp4", content });
    expect(lastMessage()).toMatchObject({
      type: "unsupported",
      unsupported: { type: "video" },
      errors: [{ code: 131052, title: expect.stringContaining("100MB") }],
    });
    expect(lastMessage()).not.toHaveProperty("video");
  });

  test.each([
    ["audio", "audio/ogg; codecs=opus", mediaSamples.ogg, { voice: true }, { voice: true }],
    ["audio", "audio/mpeg", mediaSamples.text, {}, { voice: false }],
    ["sticker", "image/webp", mediaSamples.webp, {}, { animated: false }],
    ["sticker", "image/webp", mediaSamples.animatedWebp, {}, { animated: true }],
    [
      "document",
      "application/pdf",
      mediaSamples.pdf,
      { filename: "inv.pdf" },
      { filename: "inv.pdf" },
    ],
    ["video", "video/mp4", mediaSamples.mp4, { caption: "x" }, { caption: "x" }],
  ] as const)(
    "of kind %s and type %s has Meta's fields",
    async (media, mime, content, more, shown) => {
      const { fake, lastMessage } = open();
      await fake.act(sari, { kind: "media", media, mime, content, ...more });
      expect(lastMessage()).toMatchObject({ type: media, [media]: { mime_type: mime, ...shown } });
    },
  );
});

describe("an upload", () => {
  test("is there for thirty days, can be sent, and is gone once deleted", () => {
    const { clock, uploadFile, lookUp, askPath } = open();
    const { id } = uploadFile("image/jpeg", mediaSamples.jpeg);
    expect(lookUp(id).body["mime_type"]).toBe("image/jpeg");
    expect(askPath("DELETE", `/v26.0/${id}`).body).toEqual({ success: true });
    expect(lookUp(id).code).toBe(33);
    expect(askPath("DELETE", `/v26.0/${id}`).code).toBe(33);
    const later = uploadFile("image/png", mediaSamples.png).id;
    clock.jump(clock.now() + 30 * dayMs - 1);
    expect(lookUp(later).status).toBe(200);
    clock.jump(clock.now() + 1);
    expect(lookUp(later).code).toBe(33);
  });

  const product = { messaging_product: "whatsapp" };
  const big = (bytes: number, head: Uint8Array = new Uint8Array()) => {
    const content = new Uint8Array(bytes);
    content.set(head);
    return content;
  };
  test.each([
    ["no form", { contentType: "application/json", body: Buffer.from("{}") }, 100],
    ["no boundary", { contentType: "multipart/form-data", body: Buffer.from("x") }, 100],
    ["no product", formBody({}, { mime: "image/png", content: mediaSamples.png }), 100],
    ["no file", formBody(product), 100],
    [
      "a type that nobody takes",
      formBody(product, { mime: "image/gif", content: mediaSamples.text }),
      100,
    ],
    ["no type at all", formBody(product, { content: mediaSamples.text }), 100],
    ["an empty file", formBody(product, { mime: "text/plain", content: new Uint8Array() }), 131053],
    [
      "a type that is another",
      formBody(product, { mime: "image/png", content: mediaSamples.jpeg }),
      131053,
    ],
    [
      "two types",
      formBody(
        { ...product, type: "image/png" },
        { mime: "image/jpeg", content: mediaSamples.png },
      ),
      131053,
    ],
    [
      "a picture above 5 MB",
      formBody(product, { mime: "image/png", content: big(5_242_881) }),
      131053,
    ],
    [
      "a sticker above 100 KB",
      formBody(product, { mime: "image/webp", content: big(102_401) }),
      131053,
    ],
    [
      "an animated sticker above 500 KB",
      formBody(product, { mime: "image/webp", content: big(512_001, mediaSamples.animatedWebp) }),
      131053,
    ],
    [
      "sound above 16 MB",
      formBody(product, { mime: "audio/mpeg", content: big(16_777_217) }),
      131053,
    ],
  ])("with %s is refused", (_, form, code) => {
    expect(open().upload(form).code).toBe(code);
  });

  test.each([
    ["image/png", big(5_242_880)],
    ["image/webp", big(102_400)],
    ["image/webp", big(512_000, mediaSamples.animatedWebp)],
    ["audio/ogg; codecs=opus", mediaSamples.ogg],
    ["video/mp4", mediaSamples.mp4],
    ["text/plain", mediaSamples.text],
  ])("of type %s at its limit is taken", (mime, content) => {
    expect(open().uploadFile(mime, content).code).toBeUndefined();
  });

  test("beyond the memory that is given makes the oldest files go", async () => {
    const { uploadFile, lookUp } = open({ keepMediaBytes: 1_000 });
    const ids = Array.from({ length: 5 }, () => uploadFile("text/plain", big(300)).id);
    expect(ids.map((id) => lookUp(id).status)).toEqual([400, 400, 200, 200, 200]);
    const whale = uploadFile("text/plain", big(5_000)).id;
    expect([...ids, whale].map((id) => lookUp(id).status)).toEqual([400, 400, 400, 400, 400, 200]);
  });

  test("meets the network's faults as a message does", () => {
    const { fake, uploadFile, raw } = open();
    const form = formBody(product, { mime: "text/plain", content: mediaSamples.text });
    const post = () => raw({ method: "POST", path: "/v26.0/200000000000002/media", ...form }).kind;
    fake.setFaults({ lostAnswer: 1 });
    expect(post()).toBe("dropped");
    fake.setFaults({ rateLimited: 1 });
    expect([4, 130429, 131056]).toContain(Number(uploadFile("text/plain", mediaSamples.text).code));
    fake.setFaults({});
    expect(post()).toBe("answer");
  });
});

describe("a form with files", () => {
  test("is read as the platform writes it, whatever the bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), async (content, text) => {
        const form = new FormData();
        form.set("type", text);
        form.set("file", new Blob([Buffer.from(content)], { type: "image/png" }), "a.png");
        const request = new Request("http://x", { method: "POST", body: form });
        const contentType = request.headers.get("content-type") ?? "";
        const parts = readMultipart(new Uint8Array(await request.arrayBuffer()), contentType);
        const file = parts?.find((part) => part.name === "file");
        expect(file).toMatchObject({ filename: "a.png", mime: "image/png" });
        expect(Buffer.from(file?.content ?? [])).toEqual(Buffer.from(content));
        const written = new TextDecoder().decode(
          parts?.find(({ name }) => name === "type")?.content,
        );
        expect(written.replaceAll("\r\n", "\n")).toBe(text.replaceAll(/\r\n?/g, "\n"));
      }),
    );
  });

  test("that is anything else throws nothing", () => {
    const contentType = "multipart/form-data; boundary=b";
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("--b", "\r\n", "--", 'name="x"', "a", "\r\n\r\n")),
        (pieces) => {
          const parts = readMultipart(Buffer.from(pieces.join("")), contentType);
          expect(parts === undefined || Array.isArray(parts)).toBe(true);
        },
      ),
    );
  });
});
