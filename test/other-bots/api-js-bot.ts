import {
  ActionButtons,
  ActionList,
  Body,
  Button,
  Interactive,
  ListSection,
  Row,
  Text,
} from "whatsapp-api-js/messages";
import { WhatsAppAPI } from "whatsapp-api-js/middleware/bun";
import { readBotVariables } from "./bot-variables.ts";

/**
 * A bot on `whatsapp-api-js`, written as its own pages say. It has no setting for where the Graph API
 * is; `ponyfill.fetch`, which it documents, is the fetch that it is to use.
 */
const { graphUrl, token, appSecret, verifyToken, port } = readBotVariables();
const graph = "https://graph.facebook.com";

const fetchFromGraph = Object.assign(
  (input: Parameters<typeof fetch>[0], init?: RequestInit) =>
    fetch(input instanceof Request ? input : String(input).replace(graph, graphUrl), init),
  { preconnect: fetch.preconnect },
);

const whatsapp = new WhatsAppAPI({
  token,
  appSecret,
  webhookVerifyToken: verifyToken,
  v: "v25.0",
  ponyfill: { fetch: fetchFromGraph },
});

const drinks = new Interactive(
  new ActionButtons(new Button("coffee", "Kopi"), new Button("tea", "Teh")),
  new Body("Mau minum apa?"),
);
const cakes = new Interactive(
  new ActionList(
    "Lihat kue",
    new ListSection("Manis", new Row("bolu", "Bolu", "Dengan pandan")),
    new ListSection("Asin", new Row("risol", "Risol")),
  ),
  new Body("Mau kue apa?"),
);

whatsapp.on.message = async ({ message, reply, received }) => {
  await received("text");
  if (message.type === "interactive") {
    const { interactive } = message;
    if (interactive.type === "button_reply") {
      await reply(new Text(`Tombol ${interactive.button_reply.id}`), true);
    } else if (interactive.type === "list_reply") {
      await reply(new Text(`Baris ${interactive.list_reply.id}`), true);
    }
  } else if (message.type === "text") {
    const { body } = message.text;
    if (body === "minum") await reply(drinks);
    else if (body === "kue") await reply(cakes);
    else await reply(new Text(`Kata Anda: ${body}`), false, "order-7");
  }
};
whatsapp.on.status = ({ status, id, biz_opaque_callback_data: callback }) => {
  console.log(JSON.stringify({ status, id, callback }));
};

Bun.serve({
  port,
  hostname: "127.0.0.1",
  async fetch(request) {
    if (request.method === "POST") {
      return new Response(null, { status: await whatsapp.handle_post(request) });
    }
    try {
      return new Response(whatsapp.handle_get(request));
    } catch (status) {
      return new Response(null, { status: Number(status) });
    }
  },
});
