/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import type { Beside } from "#core/console/beside.ts";
import type { Hub } from "#core/console/hub.ts";
import { answerNotFound } from "#core/console/not-found-page.tsx";
import { languageOf } from "#core/console/page-language.ts";
import type { Teller } from "#core/console/side/teller.ts";
import type { TimesIn } from "#core/console/time-texts.ts";
import { partial, toHtml } from "#core/console/to-html.ts";
import { type Words, wordsOf } from "#core/console/words.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { Phone } from "./phone.ts";
import { Chat, PhonePage } from "./phone-page.tsx";
import { type PhoneFile, type Phones, phoneNumber } from "./phones.ts";
import { readAct } from "./read-act.ts";

export interface PhoneRoutesDeps {
  readonly bot: { readonly name: string };
  readonly phones: Phones;
  readonly hub: Hub;
  readonly timesIn: TimesIn;
  readonly beside: Beside;
  readonly teller: Teller;
}

const maxNameChars = 60;
/** What a browser may open by itself; all else is only handed out. */
const seen = /^(image\/(png|jpeg|gif|webp)|audio\/[\w.-]+|video\/[\w.-]+)$/;

/** The phone's pages, what is done on it, and what becomes of that as it happens. */
export function createPhoneRoutes(deps: PhoneRoutesDeps): Hono {
  const { bot, phones, hub, timesIn, beside, teller } = deps;
  const routes = new Hono();
  const phoneOf = (context: Context) => phones.find(context.req.param("phone") ?? "");

  /** The flow that the page is asked to show, if there is one of that name. */
  const flowOf = (context: Context) => beside.findFlow(context.req.query("flow"));

  async function show(context: Context, phone: Phone | undefined) {
    if (phone === undefined) return answerNotFound(context);
    const language = languageOf(context);
    const words = wordsOf(language);
    const flow = flowOf(context);
    const query = new URLSearchParams({
      since: String(phone.version),
      ...(flow === undefined ? {} : { flow }),
    });
    const updates = `/simulator/phones/${phone.id}/updates?${query.toString()}`;
    const props = { language, words, phone, updates, timeOf: timesIn(language).timeOf };
    const request = { phone, language, words, flow };
    const parts = await beside.render(request);
    return context.html(
      <PhonePage {...props} bot={bot.name} phones={phones.list()}>
        {beside.show(request, parts)}
      </PhonePage>,
    );
  }

  routes.get("/", (context) => show(context, phones.list()[0]));
  routes.get("/phones/:phone", (context) => show(context, phoneOf(context)));
  routes.post("/phones", (context) => addPhone(context, phones));
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
    return file === undefined ? answerNotFound(context) : answerFile(context, file);
  });
  routes.post("/phones/:phone/restart", async (context) => {
    const phone = phoneOf(context);
    if (phone === undefined) return answerNotFound(context);
    if (!(await beside.startOver(phone))) {
      return context.text(wordsOf(languageOf(context)).notOurs, 409);
    }
    phones.clear(phone.id);
    return context.redirect(`/simulator/phones/${phone.id}`, 303);
  });
  routes.get("/phones/:phone/updates", (context) => {
    const phone = phoneOf(context);
    if (phone === undefined) return answerNotFound(context);
    const language = languageOf(context);
    const chat = `${phone.id} ${language}`;
    const flow = flowOf(context);
    const aside = `${chat} beside ${flow ?? ""}`;
    const words = wordsOf(language);
    const { timeOf } = timesIn(language);
    const missed = findMissed(phone, context.req.query("since"), words, timeOf);
    const stream = hub.watch([chat, aside], context.req.raw.signal, missed);
    teller.keepTelling(aside, () => {
      return beside.render({ phone: phones.find(phone.id) ?? phone, language, words, flow });
    });
    const headers = { "content-type": "text/event-stream", "cache-control": "no-store" };
    return context.body(stream, 200, headers);
  });
  return routes;
}

async function addPhone(context: Context, phones: Phones): Promise<Response> {
  const { name, hidden } = await context.req.parseBody();
  const given = typeof name === "string" ? name.trim().slice(0, maxNameChars) : "";
  if (given === "") return context.text("a phone needs a name", 400);
  const phone = hidden === "yes" ? undefined : phoneNumber(phones.list().length + 1);
  const added = phones.add({ name: given, phone });
  return added === undefined
    ? context.text("there are enough phones", 409)
    : context.redirect(`/simulator/phones/${added.id}`, 303);
}

/**
 * The whole chat, for a page that shows an earlier one: it changed between the page's making and its
 * watching, or while the connection was lost. Undefined where the page is up to date.
 */
function findMissed(
  phone: Phone,
  since: string | undefined,
  words: Words,
  timeOf: (at: number) => string,
): string | undefined {
  if (String(phone.version) === since) return undefined;
  const chat = toHtml(<Chat phone={phone} words={words} timeOf={timeOf} />);
  return partial("#chat", "innerHTML", chat);
}

function answerFile(context: Context, { mime, content }: PhoneFile): Response {
  const isSeen = seen.test(mime);
  return context.body(Uint8Array.from(content), 200, {
    "content-type": isSeen ? mime : "application/octet-stream",
    "content-disposition": isSeen ? "inline" : "attachment",
    "cache-control": "private, max-age=3600",
  });
}
