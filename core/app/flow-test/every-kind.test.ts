import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runFlowTests } from "./run-flow-tests.ts";

const folder = mkdtempSync(join(tmpdir(), "sapa-every-kind-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files: Readonly<Record<string, string>> = {
  "bot.yaml": `bot: shop
format: 1
name: Shop
locales: [en]
human: { queue: desk }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: NUMBER }
    token: { env: TOKEN }
    app_secrets: { env: SECRET }
    verify_token: { env: WORD }
`,
  "show.flow.yaml": `flow: show
format: 1
triggers: [{ message: show }]
steps:
  - say: Got it.
    reply: true
    react: 👍
  - say: "**Menu**"
    media: { image: "https://shop.example/menu.jpg" }
    footer: With tax.
  - send: { document: "https://shop.example/menu.pdf", filename: Menu.pdf, caption: To keep }
  - send: { audio: "https://shop.example/a.ogg", voice: true }
  - send: { location: { latitude: -6.2, longitude: 106.8, name: Shop, address: Jl. 1 } }
  - send: { contacts: [{ name: Sari, phone: "+6281234567890", email: s@shop.example }] }
  - send: { link: "https://shop.example", label: Open, text: Our page., header: News, footer: x }
  - send: { product: espresso, catalog_id: "1", text: The small one }
  - send:
      products: [{ title: Coffee, skus: [espresso, latte] }]
      catalog_id: "1"
      title: Menu
      text: Take your pick.
`,
  "more.flow.yaml": `flow: more
format: 1
triggers: [{ message: more }]
steps:
  - send: { catalog: Everything., thumbnail: espresso }
  - send: { form: "4711", label: Book, text: "A table?", screen: START, data: { seats: 2, x: 1 } }
  - send: { request_location: Where? }
  - send: { request_contact: Whom? }
  - send:
      carousel: New
      cards:
        - { image: "https://shop.example/1.jpg", text: One, label: See, url: "https://shop.example/1" }
        - { image: "https://shop.example/2.jpg", text: Two, label: See, url: "https://shop.example/2" }
  - choose: Which?
    id: which
    options:
      a: { title: Alpha, description: The first }
      b: Beta
      c: Gamma
      d: Delta
    button: Look
`,
  "hear.flow.yaml": `flow: hear
format: 1
triggers:
  - order: {}
  - form: {}
  - ad: {}
  - message: any
steps:
  - say: >-
      {{ message.kind }} {{ message.text }}
      {{ message.media == null ? '' : message.media.kind + ' ' + default(message.media.mime, '') }}
      {{ message.location == null ? '' : default(message.location.name, '') }}
      {{ message.order == null ? '' : string(message.order.items[0].quantity) }}
      {{ message.form == null ? '' : 'filled' }}
      {{ message.ad == null ? '' : default(message.ad.source_id, '') }}
      {{ message.contact_card == null ? '' : default(message.contact_card.name, '') }}
      {{ message.reply_to == null ? '' : 'quoted' }}
    when: window.open
`,
  "thumb.flow.yaml": `flow: thumb
format: 1
triggers: [{ reaction: {} }]
steps:
  - template: { name: reacted, language: en, body: ["{{ default(message.reaction.emoji, '') }}"] }
`,
  "number.flow.yaml": `flow: number
format: 1
triggers: [{ number_changed: {} }]
steps:
  - template: { name: new_number, language: en, body: [] }
`,
  "note.txt": "Halo, dunia",
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

async function play(name: string, steps: string): Promise<string> {
  writeFileSync(join(folder, "x.test.yaml"), `flow: hear\ntests:\n  - name: ${name}\n${steps}`);
  const { failed, output } = await runFlowTests(folder, { nowMs: () => 0 });
  return failed === 0 ? "passed" : output;
}

test("every kind of message that a bot sends can be told apart", async () => {
  const output = await play(
    "show",
    `    steps:
      - user: show
      - bot: { react: 👍 }
      - bot: { text: Got it., reply: show }
      - bot: { image: "https://shop.example/menu.jpg", contains: Menu }
      - bot: { document: true, filename: Menu.pdf, text: To keep }
      - bot: { audio: "https://shop.example/a.ogg", voice: true }
      - bot: { location: { name: Shop, latitude: -6.2 } }
      - bot: { contacts: [{ name: Sari, email: s@shop.example }] }
      - bot: { link: "https://shop.example", label: Open, header: News, footer: x }
      - bot: { product: espresso, text: The small one }
      - bot: { products: [espresso, latte], header: Menu }
      - user: more
      - bot: { catalog: espresso, text: Everything. }
      - bot: { form: "4711", screen: START, data: { seats: 2 } }
      - bot: { request: location, text: Where? }
      - bot: { request: contact }
      - bot: { cards: [{ text: One }, { url: "https://shop.example/2" }], text: New }
      - bot: { label: Look, options: [{ id: a, description: The first }, Beta, Gamma, Delta] }
`,
  );
  expect(output).toBe("passed");
});

test("every kind of message that a person sends arrives", async () => {
  const output = await play(
    "hear",
    `    steps:
      - user: halo
      - bot: { contains: text halo }
      - user: { text: yes, reply_to: text halo }
      - bot: { contains: quoted }
      - user: { text: hi, ad: { source_id: "12", source_type: ad } }
      - bot: { contains: "12" }
      - user: { image: sample, caption: proof }
      - bot: { contains: proof image image/jpeg }
      - user: { video: sample }
      - bot: { contains: video video/mp4 }
      - user: { audio: sample, voice: true }
      - bot: { contains: audio audio/ogg }
      - user: { document: note.txt }
      - bot: { contains: document text/plain }
      - user: { sticker: sample }
      - bot: { contains: sticker image/webp }
      - user: { location: { latitude: -6.2, longitude: 106.8, name: Home } }
      - bot: { contains: Home }
      - user: { contacts: [{ name: Budi, phone: "+62812111" }] }
      - bot: { contains: Budi }
      - user: { order: [{ sku: latte, quantity: 3 }] }
      - bot: { contains: order }
      - user: { reaction: 👍 }
      - bot: { template: reacted }
      - user: { reaction: "" }
      - bot: { count: 0 }
      - user: { edit: halo lagi }
      - bot: { count: 0 }
      - user: { delete: last }
      - bot: { count: 0 }
      - user: { call: true }
      - bot: { count: 0 }
      - user: { open: true }
      - bot: { count: 0 }
      - user: { unsupported: poll }
      - bot: { count: 1 }
      - user: { new_number: "6281200000009" }
      - bot: { template: new_number }
      - user: halo
      - bot: { contains: text halo }
`,
  );
  expect(output).toBe("passed");
});

test("a form and a number go back to what asked for them", async () => {
  const output = await play(
    "answers",
    `    contact: { phone: hidden }
    steps:
      - user: more
      - bot: { count: 6 }
      - user: { choose: b }
      - bot: { count: 0 }
      - user: { form: { seats: 4 } }
      - bot: { contains: form }
      - user: { share_number: "6281200000007" }
      - bot: { contains: contacts }
`,
  );
  expect(output).toBe("passed");
});

test.each([
  ["a file that is not there", "{ image: gone.jpg }", "there is no file gone.jpg"],
  ["a file of elsewhere", "{ document: ../../etc/passwd }", "there is no file ../../etc/passwd"],
  ["a quote of nothing", "{ text: a, reply_to: b }", 'the bot has said nothing with "b" in it'],
  ["a form without one", "{ form: { a: 1 } }", "There is no form to fill in"],
])("%s is a failure at its line", async (name, user, message) => {
  const output = await play(name, `    steps:\n      - user: ${user}\n`);
  expect(output).toContain("x.test.yaml:5:9 error");
  expect(output).toContain(message);
});
