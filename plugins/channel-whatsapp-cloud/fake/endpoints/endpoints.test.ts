import { describe, expect, test } from "bun:test";
import { dayMs, type JsonObject } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import type { FakeGraphOptions } from "#plugins/channel-whatsapp-cloud/fake/fake-options.ts";
import { openFakeWorld, sari } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import { listOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

const product = { messaging_product: "whatsapp" };
const text: JsonObject = { type: "text", text: { body: "a" } };

async function open(more: Partial<FakeGraphOptions> = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 8));
  const world = openFakeWorld({ clock, random: new SeededRandom(7) }, { receipts: false, ...more });
  await world.fake.act(sari, { kind: "text", text: "Halo" });
  return { clock, ...world };
}

describe("the block list", () => {
  const user = { user: `+${sari.phone}` };
  test("holds who wrote within a day; they are not heard and not reached", async () => {
    const { fake, ask, send, requests, lastMessage } = await open();
    const block = (users: readonly JsonObject[]) =>
      ask("POST", "/block_users", { ...product, block_users: users });
    expect(block([user]).body).toEqual({
      ...product,
      block_users: {
        added_users: [{ input: user.user, wa_id: sari.phone, user_id: sari.userId }],
      },
    });
    expect(ask("GET", "/block_users").body).toEqual({
      data: [{ ...product, wa_id: sari.phone, user_id: sari.userId }],
      paging: { cursors: { after: "1", before: "0" } },
    });
    expect(block([user]).status).toBe(200);
    const count = requests.length;
    await fake.act(sari, { kind: "text", text: "Halo?" });
    await fake.act(sari, { kind: "call" });
    await fake.act(sari, { kind: "preference", wants: false });
    expect(requests.length).toBe(count);
    expect(send(text)).toMatchObject({ status: 400, code: 130403 });
    const unblock = { ...product, block_users: [{ user_id: sari.userId }] };
    expect(ask("DELETE", "/block_users", unblock).body).toMatchObject({
      block_users: { removed_users: [{ input: sari.userId }] },
    });
    await fake.act(sari, { kind: "text", text: "Halo!" });
    expect(lastMessage()["text"]).toEqual({ body: "Halo!" });
    expect(send(text).status).toBe(200);
    expect(ask("GET", "/block_users").body["data"]).toEqual([]);
  });

  test("tells whom it did not take, beside whom it did", async () => {
    const { clock, fake, ask } = await open();
    const dewi = { name: "Dewi", userId: "ID.3", parentUserId: "ID.ENT.3" };
    await fake.act(dewi, { kind: "text", text: "Halo" });
    const users = [user, { user_id: "ID.ENT.3" }, { user: "+628999999999" }, {}];
    const answer = ask("POST", "/block_users", { ...product, block_users: users });
    expect(answer).toMatchObject({ status: 400, code: 139100 });
    expect(answer.body["block_users"]).toMatchObject({
      added_users: [{ input: user.user }],
      failed_users: [
        { input: "ID.ENT.3", errors: [{ code: 131026 }] },
        { input: "+628999999999", errors: [{ code: 131047 }] },
        { input: "", errors: [{ code: 131026 }] },
      ],
    });
    clock.jump(clock.now() + dayMs);
    const late = ask("POST", "/block_users", { ...product, block_users: [{ user_id: "ID.3" }] });
    expect(late.code).toBe(139100);
  });

  test("refuses a request that is none", async () => {
    const { ask } = await open();
    expect(ask("POST", "/block_users", { block_users: [user] }).code).toBe(100);
    expect(ask("POST", "/block_users", product).code).toBe(100);
    const many = { ...product, block_users: Array(1_001).fill(user) };
    expect(ask("POST", "/block_users", many).code).toBe(100);
  });
});

describe("control of a thread", () => {
  const control = (more: JsonObject) => ({ ...product, to: `+${sari.phone}`, ...more });
  test("is passed, let go of and taken, and the next message shows it", async () => {
    const { fake, ask, changes, requests } = await open();
    const field = async (): Promise<unknown> => {
      await fake.act(sari, { kind: "text", text: "Halo" });
      return changes().at(-1)?.["field"];
    };
    const pass = control({
      action: "pass",
      control_pass: { target_role: "ai_agent" },
      metadata: "x",
    });
    expect(ask("POST", "/thread_control", pass).body).toEqual({ success: true });
    expect(requests.length).toBe(1);
    expect(await field()).toBe("standby");
    const take = { ...product, recipient: sari.userId, action: "take" };
    expect(ask("POST", "/thread_control", take).status).toBe(200);
    expect(await field()).toBe("messages");
    expect(ask("POST", "/thread_control", control({ action: "release" })).status).toBe(200);
    expect(await field()).toBe("standby");
  });

  test.each<[JsonObject, number]>([
    [{ to: "+6281234567890", action: "pass" }, 100],
    [control({}), 131008],
    [control({ action: "steal" }), 131009],
    [control({ action: "pass", control_pass: { target_role: "king" } }), 131009],
    [control({ action: "pass", metadata: "a".repeat(2_001) }), 131009],
    [{ ...product, recipient: "ID.999", action: "pass" }, 131026],
  ])("%j is refused", async (body, code) => {
    expect((await open()).ask("POST", "/thread_control", body).code).toBe(code);
  });

  test("is taken by the escalation partner alone", async () => {
    const { ask } = await open({ isEscalationPartner: false });
    expect(ask("POST", "/thread_control", control({ action: "take" })).code).toBe(2494191);
  });
});

describe("the contact book", () => {
  test("forgets a pair, and says whether there was one", async () => {
    const { fake, ask } = await open();
    await fake.act({ name: "Dewi", userId: "ID.3" }, { kind: "text", text: "Halo" });
    const forget = (query: string) => ask("DELETE", `/contact_book${query}`);
    const id = `?messaging_product=whatsapp&bsuid=${sari.userId}`;
    expect(forget(id).body).toEqual({ success: true, deleted: true });
    expect(forget("?messaging_product=whatsapp&bsuid=ID.3").body["deleted"]).toBe(false);
    expect(forget("?messaging_product=whatsapp&bsuid=ID.404").body["deleted"]).toBe(false);
    expect(forget(`?bsuid=${sari.userId}`).code).toBe(100);
    expect(forget("?messaging_product=whatsapp").code).toBe(100);
  });
});

describe("the business profile", () => {
  test("shows what is asked for and changes what is named", async () => {
    const { ask } = await open();
    const show = (fields: string) =>
      listOf(ask("GET", `/whatsapp_business_profile?fields=${fields}`).body["data"])[0];
    const change = (profile: JsonObject) =>
      ask("POST", "/whatsapp_business_profile", { ...product, ...profile });
    expect(show("about,email")).toEqual({ about: "Simulator", ...product });
    const profile = {
      email: "cs@toko.example",
      vertical: "RESTAURANT",
      websites: ["https://a.id"],
    };
    expect(change({ ...profile, profile_picture_handle: "4:x" }).body).toEqual({ success: true });
    expect(show("about,email,vertical,websites,profile_picture_url")).toMatchObject({
      about: "Simulator",
      ...profile,
      profile_picture_url: expect.stringContaining("https://"),
    });
    for (const bad of [
      { about: "" },
      { about: "a".repeat(140) },
      { address: "a".repeat(257) },
      { description: "a".repeat(257) },
      { email: "a".repeat(129) },
      { websites: ["a", "b", "c"] },
      { websites: ["a".repeat(257)] },
      { vertical: "COFFEE" },
      { colour: "red" },
    ]) {
      expect(change(bad)).toMatchObject({ status: 400, code: 100 });
    }
    expect(ask("POST", "/whatsapp_business_profile", { about: "x" }).code).toBe(100);
    expect(show("about")).toMatchObject({ about: "Simulator" });
  });
});

describe("the number and its account", () => {
  test("tell of themselves, and of nothing that they do not have", async () => {
    const { fake, ask, askAccount, askPath } = await open();
    expect(ask("GET", "?fields=verified_name,throughput").body).toEqual({
      verified_name: "Simulator",
      throughput: { level: "STANDARD" },
      id: "200000000000002",
    });
    await fake.announce({ kind: "number_limit", limit: "TIER_10K" });
    const limit = "whatsapp_business_manager_messaging_limit";
    expect(ask("GET", `?fields=${limit}`).body[limit]).toBe("TIER_10K");
    expect(askAccount("POST", "/subscribed_apps").body).toEqual({ success: true });
    expect(ask("GET", "/messages").code).toBe(100);
    expect(ask("POST", "/dance", {}).code).toBe(100);
    expect(askAccount("GET", "/dance").code).toBe(100);
    expect(askPath("GET", "/v26.0/42").code).toBe(33);
    expect(askPath("GET", "/elsewhere").code).toBe(100);
  });
});
