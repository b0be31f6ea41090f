import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const bot = `bot: shop
format: 1
name: Toko <script>alert(1)</script>
operator: Toko
locales: [en, id]
time_zone: Asia/Jakarta
human: { queue: desk }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: WHATSAPP_PHONE_NUMBER_ID }
    token: { env: WHATSAPP_ACCESS_TOKEN }
    app_secrets: { env: WHATSAPP_APP_SECRET }
    verify_token: { env: WHATSAPP_VERIFY_TOKEN }
`;
const flow = `flow: all
format: 1
triggers: [{ message: all }]
slots:
  size: { type: enum, values: [a, b, c, d] }
steps:
  - send: { image: "https://shop.example/menu.jpg", caption: Our menu }
  - send: { document: "https://shop.example/menu.pdf", filename: "<b>Menu</b>.pdf" }
  - send: { location: { latitude: -6.2, longitude: 106.8, name: Kopi Senja } }
  - send: { product: espresso, catalog_id: "194836987003835", text: The small one }
  - send: { request_location: Where shall we bring it? }
  - send: { request_contact: Whom shall we call? }
  - choose: Which size?
    id: size
    into: size
    options: { a: Small, b: Medium, c: Large, d: "<i>Huge</i>" }
  - say: "You chose {{ slots.size }}"
`;

/** A bot that sends a message of every kind, some with words that are no markup; its folder. */
export async function writeShowAll(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sapa-show-all-"));
  await writeFile(join(folder, "bot.yaml"), bot);
  await writeFile(join(folder, "all.flow.yaml"), flow);
  return folder;
}
