import { createMemoryState } from "@chat-adapter/state-memory";
import { createWhatsAppAdapter } from "@chat-adapter/whatsapp";
import { Actions, Button, Card, CardText, Chat, LinkButton } from "chat";
import { readBotVariables } from "./bot-variables.ts";

/**
 * A bot on `@chat-adapter/whatsapp`, written as its own pages say: every setting, `apiUrl` among
 * them, comes from the environment under the names that it documents.
 */
const bot = new Chat({
  userName: "warung",
  // @ts-expect-error: its types are not written for exactOptionalPropertyTypes, and are right else.
  adapters: { whatsapp: createWhatsAppAdapter() },
  state: createMemoryState(),
  logger: "warn",
  // Without it a message that comes while another is answered is dropped.
  concurrency: "queue",
});

bot.onDirectMessage(async (thread, message) => {
  await thread.markAsRead();
  await thread.startTyping();
  if (message.text === "minum") {
    await thread.post(
      Card({
        title: "Warung",
        children: [
          CardText("Mau minum apa?"),
          Actions([
            Button({ id: "coffee", label: "Kopi" }),
            Button({ id: "tea", label: "Teh", value: "hangat" }),
          ]),
        ],
      }),
    );
  } else if (message.text === "tautan") {
    const link = LinkButton({ url: "https://warung.example/menu", label: "Buka menu" });
    await thread.post(Card({ children: [CardText("Menunya di sini"), Actions([link])] }));
  } else {
    await thread.post(`Kata Anda: ${message.text}`);
  }
});
bot.onAction(async ({ thread, actionId, value }) => {
  await thread?.post(`Tombol ${actionId}${value === undefined ? "" : `, ${value}`}`);
});
bot.onReaction(async ({ thread, rawEmoji, added }) => {
  if (added) await thread.post(`Reaksi ${rawEmoji}`);
});

Bun.serve({
  port: readBotVariables().port,
  hostname: "127.0.0.1",
  fetch: async (request) =>
    (await bot.webhooks["whatsapp"]?.(request)) ?? new Response(null, { status: 404 }),
});
