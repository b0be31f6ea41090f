import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Words that would run as code if any page took them for markup: each by another way in. A title
 * that changes, an element or an address of theirs in a page, or a word of the page's policy gives them away.
 */
export const hostile = {
  script: "<script>document.title='run'</script>",
  image: "<img src=nowhere onerror=document.title='run'>",
  attribute: `" onmouseover="document.title='run'" autofocus onfocus="document.title='run'`,
  single: "' onclick='document.title=1' x='",
  vector: "<svg onload=document.title='run'><animate onbegin=document.title='run'></svg>",
  address: "javascript:document.title='run'",
  closing: "</text></svg></style></textarea></title><script>document.title='run'</script>",
  swap: '<hx-partial hx-target="body"><b>run</b></hx-partial><div hx-get="/" hx-trigger="load">run</div>',
  event: "a\n\nevent: close\ndata: <b>run</b>",
} as const;

const quoted = (text: string) => JSON.stringify(text);
/** Placeholders of the flow language are no matter of pages. */
const { script, image, attribute, vector, closing, swap } = hostile;

const bot = `bot: hostile
format: 1
name: ${quoted(`Toko ${script}`)}
operator: ${quoted(`CV ${image}`)}
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
providers:
  helper:
    plugin: ai-scripted
    otherwise: ${quoted(`From the provider ${image}${swap}`)}
ai: { default: [helper], scope: ${quoted(`anything ${script}`)} }
`;

const flow = `flow: hostile
format: 1
description: ${quoted(`Flow ${closing}`)}
triggers: [{ message: all }]
slots:
  pick: { type: enum, values: [a, b, c, d] }
  free: { type: text }
steps:
  - say: ${quoted(`Said ${script}${image}`)}
  - send: { image: "https://shop.example/menu.jpg", caption: ${quoted(`Caption ${vector}`)} }
  - send: { document: "https://shop.example/menu.pdf", filename: ${quoted(`${image}.pdf`)} }
  - send: { location: { latitude: -6.2, longitude: 106.8, name: ${quoted(`Place ${script}`)} } }
  - choose: ${quoted(`Choose ${attribute}`)}
    id: pick
    into: pick
    options:
      a: ${quoted("<b>Bold</b>")}
      b: ${quoted("<i onclick=x>")}
      c: ${quoted("'onclick='x")}
      d: ${quoted('"onclick="x')}
  - ask: ${quoted(`Ask ${closing}`)}
    id: free
    into: free
  - say: "You said {{ slots.free }}"
  - ai: { prompt: "{{ slots.free }}" }
    id: answer
    say: true
`;

/** A bot whose every word is hostile; its folder. */
export async function writeHostileBot(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sapa-hostile-"));
  await writeFile(join(folder, "bot.yaml"), bot);
  await writeFile(join(folder, "hostile.flow.yaml"), flow);
  return folder;
}
