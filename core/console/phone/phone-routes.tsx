import { type Context, Hono } from "hono";
import type { Hub } from "#core/console/hub.ts";
import { answerNotFound } from "#core/console/not-found-page.tsx";
import { languageOf } from "#core/console/page-language.ts";
import { wordsOf } from "#core/console/words.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { PhonePage } from "./phone-page.tsx";
import { type Phone, type Phones, phoneNumber } from "./phones.ts";
import { readAct } from "./read-act.ts";

export interface PhoneRoutesDeps {
  readonly bot: { readonly name: string };
  readonly phones: Phones;
  readonly hub: Hub;
  readonly timeOf: (at: number) => string;
}

const maxNameChars = 60;
/** What a browser may open by itself; all else is only handed out. */
const seen = /^(image\/(png|jpeg|gif|webp)|audio\/[\w.-]+|video\/[\w.-]+)$/;

/** The phone's pages, what is done on it, and what becomes of that as it happens. */
export function createPhoneRoutes({ bot, phones, hub, timeOf }: PhoneRoutesDeps): Hono {
  const routes = new Hono();
  const phoneOf = (context: Context) => phones.find(context.req.param("phone") ?? "");

  function show(context: Context, phone: Phone | undefined) {
    if (phone === undefined) return answerNotFound(context);
    const language = languageOf(context);
    const props = { language, words: wordsOf(language), phone, timeOf };
    return context.html(<PhonePage {...props} bot={bot.name} phones={phones.list()} />);
  }

  routes.get("/", (context) => show(context, phones.list()[0]));
  routes.get("/phones/:phone", (context) => show(context, phoneOf(context)));
  routes.post("/phones", async (context) => {
    const { name, hidden } = await context.req.parseBody();
    const given = typeof name === "string" ? name.trim().slice(0, maxNameChars) : "";
    if (given === "") return context.text("a phone needs a name", 400);
    const phone = hidden === "yes" ? undefined : phoneNumber(phones.list().length + 1);
    const added = phones.add({ name: given, phone });
    return added === undefined
      ? context.text("there are enough phones", 409)
      : context.redirect(`/simulator/phones/${added.id}`, 303);
  });
  routes.post("/phones/:phone/acts", async (context) => {
    const phone = phoneOf(context);
    if (phone === undefined) return answerNotFound(context);
    const act = await readAct(await context.req.parseBody(), phone.person);
    if (act === undefined) return context.text("nobody can do that", 400);
    try {
      await phones.act(phone.id, act);
    } catch (error) {
      if (error instanceof BotError) return context.text(error.message, 409);
      throw error;
    }
    return context.body(null, 204);
  });
  routes.get("/phones/:phone/files/:file", (context) => {
    const phone = phoneOf(context);
    const file = phone && phones.file(phone, context.req.param("file"));
    if (file === undefined) return answerNotFound(context);
    const isSeen = seen.test(file.mime);
    return context.body(Uint8Array.from(file.content), 200, {
      "content-type": isSeen ? file.mime : "application/octet-stream",
      "content-disposition": isSeen ? "inline" : "attachment",
      "cache-control": "private, max-age=3600",
    });
  });
  routes.get("/phones/:phone/updates", (context) => {
    const phone = phoneOf(context);
    if (phone === undefined) return answerNotFound(context);
    const stream = hub.watch(`${phone.id} ${languageOf(context)}`, context.req.raw.signal);
    const headers = { "content-type": "text/event-stream", "cache-control": "no-store" };
    return context.body(stream, 200, headers);
  });
  return routes;
}
