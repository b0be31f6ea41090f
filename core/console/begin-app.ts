import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { Log } from "#core/model/ports/log.ts";
import { findAsset } from "./assets.ts";
import type { Door } from "./door.tsx";
import { answerNotFound } from "./not-found-page.tsx";
import { languageOf } from "./page-language.ts";
import { wordsOf } from "./words.ts";

export interface AppDeps {
  readonly log: Log;
  /** The way in; without it everybody on this machine is in. */
  readonly door?: Door | undefined;
  /** Where the world reaches these pages, if it does. */
  readonly publicUrl?: string | undefined;
}

/** Nothing but our own files: no inline script or style, no frame, no other host. */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  mediaSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};
/** Forms with a file are larger than all others. */
const maxFormBytes = 16 * 1_048_576;

/** What holds for every request below `/simulator`, before any page sees it. */
export function beginApp({ log, door, publicUrl }: AppDeps): Hono {
  const app = new Hono().basePath("/simulator");
  app.onError((error, context) => {
    // Middleware refuses in this way.
    if (error instanceof HTTPException) return error.getResponse();
    // Such as a bot that is not up: what to mend is said.
    if (error instanceof BotError) return context.text(error.message, 503);
    log.error("console.failed", { error: errorText(error) });
    return context.text(wordsOf(languageOf(context)).failed, 500);
  });
  app.notFound(answerNotFound);
  app.use(
    secureHeaders({
      contentSecurityPolicy,
      referrerPolicy: "no-referrer",
      // Whether there is TLS is for the proxy in front to say.
      strictTransportSecurity: false,
    }),
  );
  app.use(async (context, next) => {
    // A name that somebody else points at this machine brings their pages in.
    if (isOwnHost(context.req.url, publicUrl)) return await next();
    const { notOurName } = wordsOf(languageOf(context));
    return context.text(door === undefined ? notOurName.here : notOurName.public, 421);
  });
  app.use(csrf({ origin: (origin, { req }) => isSameOrigin(origin, req.url, publicUrl) }));
  app.get("/assets/:name", async (context) => {
    const asset = await findAsset(context.req.param("name"));
    if (asset === undefined) return answerNotFound(context);
    const headers = { "content-type": asset.type, "cache-control": "no-cache" };
    return context.body(asset.bytes, 200, headers);
  });
  if (door !== undefined) app.route("/", door.routes).use(door.guard);
  // After the door: nobody outside of it has a body of this size read.
  app.use(bodyLimit({ maxSize: maxFormBytes }));
  app.use(async (context, next) =>
    (await isReadable(context))
      ? await next()
      : context.text(wordsOf(languageOf(context)).notReadable, 400),
  );
  return app;
}

/** Addresses in numbers and this machine's own name: no other name can be pointed at them. */
function isOwnHost(url: string, publicUrl: string | undefined): boolean {
  const { hostname, host } = new URL(url);
  if (publicUrl !== undefined && host === new URL(publicUrl).host) return true;
  return hostname === "localhost" || hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
}

/** A proxy in front takes TLS away: then the origin is the public address. */
function isSameOrigin(origin: string, url: string, publicUrl: string | undefined): boolean {
  const own = [url, ...(publicUrl === undefined ? [] : [publicUrl])];
  return own.some((address) => new URL(address).origin === origin);
}

/** False for a form that is broken, or was cut off. What is read is kept for who reads it next. */
async function isReadable({ req }: Context): Promise<boolean> {
  if (req.method !== "POST") return true;
  return await req.parseBody().then(
    () => true,
    () => false,
  );
}
